"""One module per kind of file: from bytes to sheets of text with their places. Nothing here knows of datasets."""
