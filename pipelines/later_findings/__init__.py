"""Findings of the steps after validation: what they say lies beside the validation's findings and counts as these do.

An error among them keeps its row out, a query lets it in; one on a sheet as a whole speaks of rows that are not there and keeps
none out. They count while their sheet is in force. Here belongs how they are written, read and put into effect, not who finds them.
"""
