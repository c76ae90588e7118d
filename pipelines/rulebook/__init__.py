"""The rules as people and other programs read them: listed, explained, and what proves that each works.

What belongs here: everything told of rules. What does not: running them (``pipelines/validation``).
"""
