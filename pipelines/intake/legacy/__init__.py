"""Text from before Unicode: recognised by what its words look like, and converted.

Two ways lead here: bytes of a text file that are not UTF-8, and cells whose letters are those of another encoding
(a workbook typed in a font such as .VnTime or VNI-Times, a file exported through the wrong code page). Both are text as
Windows-1252 shows the bytes. Nothing is decided by one cell: the words of a whole column, or file, must become
Vietnamese syllables.
"""
