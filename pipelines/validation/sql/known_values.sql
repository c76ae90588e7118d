-- The distinct cells of the typed fields of a dataset. is_notable: there is something to say about the cell.
SELECT
    f.key,
    c.raw,
    c.value,
    c.partial,
    c.year,
    c.is_ambiguous,
    c.problem IS NOT NULL OR len(c.repairs) > 0 AS is_notable
FROM cell_value AS c
JOIN field_in_sheet AS f ON f.key = c.field
WHERE f.dataset = $dataset
