"""How fast csdl is: the same files read bare, loaded by csdl, and loaded by the pipeline a user would write.

``make bench`` prints what is promised beside what was reached. Nothing here is imported by csdl; generated files lie in ``cache/``.
"""
