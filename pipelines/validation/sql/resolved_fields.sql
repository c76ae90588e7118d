-- How the values of each field of a dataset are found: the cell is the value, a small map has it (small_maps.sql), the parent decides.
SELECT
    substr(c.field, length($dataset) + 2) AS name,
    any_value(f.type) = 'code' AND bool_and(c.value IS NOT DISTINCT FROM c.raw) AS is_unchanged,
    count(*) <= 64 AND NOT any_value(f.allows_partial_date) AS is_small,
    bool_or(c.is_ambiguous) AS is_ambiguous
FROM cell_value AS c
JOIN field_in_sheet AS f ON f.name = c.field
WHERE starts_with(c.field, $dataset || '.')
GROUP BY c.field
