"""How each step works: plain Python and SQL, one folder per step, in the order the data flows.

intake → validation → identity → marts → publication; ``state`` is the operational database they share, ``generation``
makes sample submissions. Nothing here imports Dagster; nothing here decides when a step runs.
"""
