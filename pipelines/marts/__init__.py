"""The marts: one SQL file per table, and the views over staging that they read.

Here belongs what a table of a release says. Not here: where releases lie, how they are audited and switched
(``pipelines.publication``), and what the columns mean (``schemas/marts``).
"""
