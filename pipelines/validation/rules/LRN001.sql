-- An address that does not begin with http or holds a space breaks the field's pattern and is told there (own_cell_rules.csv).
SELECT
    row_id,
    'url' AS field,
    url AS value,
    title AS shown
FROM learning_resource
WHERE (url IS NULL AND file_name IS NULL)
   OR regexp_matches(url, '^https?://([/?#]|$)')
