"""What goes back to those who handed in: for each submission its row counts and findings, to read and to mend.

Here belongs how that is laid out in files. Not here: what a finding is (``pipelines.validation``).
"""
