"""Mistakes in single cells: how one is planted, the words for it, and a table of them for each group of datasets."""
