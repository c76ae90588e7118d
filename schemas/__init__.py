"""What is valid: the ministry schema as data, and what is derived from it.

Here belong fields, code lists, rules, header aliases (``ministry/*.csv``) and their products that need nothing of ours:
the catalogue, text folding, Arrow and pandera schemas. No reading of files from schools, no SQL engine, no Dagster.
"""
