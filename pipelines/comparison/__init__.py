"""Comparing the schools of a period with each other (XNA) and with what was accepted before (PER), by joins over all provinces.

Here belongs what needs the rows of several provinces or periods. Not here: what one partition can tell (``pipelines.validation``),
and who a row belongs to (``pipelines.identity``).
"""
