"""Blunders: mistakes beyond single cells, in a column, a sheet, a file or a school as a whole. ``kinds`` lists all of them."""
