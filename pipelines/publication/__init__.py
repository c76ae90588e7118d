"""Write, audit, publish: a release is built aside, audited, and put in force by one atomic replacement.

Here belong releases as a whole: their folder, manifest, encryption, audit, the pointer ``sector.duckdb`` and the way
back. Not here: what a table says (``pipelines.marts``) and what its columns mean (``schemas/marts``).
"""
