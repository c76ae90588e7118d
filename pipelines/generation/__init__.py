"""Synthetic submissions: a small country of schools, learners and staff, written as the workbooks schools send.

Here belong the made-up world, its changes from period to period, the shapes of its workbooks, the mistakes planted in
them and the truth about all of it. What is valid belongs to ``schemas``; nothing here reads a submission.
"""
