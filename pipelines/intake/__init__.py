"""From bytes that arrive to rows of text with their place.

``receive`` keeps every byte once and records who handed in what; ``read`` opens the files in child processes, finds the
header, maps columns to fields and stages the rows. Text is kept letter by letter: types, codes and rules belong to
``pipelines.validation``. What a file says about itself is a finding; nothing here raises because of bad data.
"""
