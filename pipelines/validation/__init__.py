"""From raw text rows to typed rows and findings.

One compiled pass of SQL per partition: normalise cells, then the rules of the catalogue, dataset by dataset in the order in
which they depend on each other. ``rules/`` holds one file per rule that needs a statement of its own. No files from schools
are opened here, and nothing is decided about persons.
"""
