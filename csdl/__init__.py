"""The face: the command line, one file per group of commands.

A command reads its options, calls one thing below and shows the answer. Heavy imports stand inside the command that
needs them, so that ``--help`` answers at once. No decision is taken here.
"""
