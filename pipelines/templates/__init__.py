"""The ministry's templates: empty workbooks for schools to fill, made from the catalogue.

What a column is called, how it is marked, what it may hold and how a clerk reads about it all come from there; the few
texts that do not stand in ``texts.csv`` and ``examples.csv``. Nothing is read back here.
"""
