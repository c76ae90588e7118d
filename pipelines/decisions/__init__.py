"""What people decide about what schools handed in: corrections of cells, explanations of queries, waivers of rules.

Decisions are data with a person, a reason and a time; they act in the next validation of the senders they name, and every
one that acts is told. Nothing is validated here.
"""
