"""A school's own workbook with its faulty cells marked and the sheet "Kết quả" in front.

``annotate`` changes the parts of the package that it must and copies all others as they are; ``copy_of`` makes a
workbook of what is none. Not here: which findings there are and what the first sheet says (``pipelines.feedback``).
"""
