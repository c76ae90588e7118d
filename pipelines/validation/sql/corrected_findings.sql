-- Each cell that was corrected, so that its school learns of it (COR001).
SELECT
    m.row_id,
    c.field,
    nullif(c.old_value, '') AS value,
    nullif(c.new_value, '') AS suggestion,
    c.reason,
    c.person
FROM correction_match AS m
JOIN correction AS c ON c.correction_id = m.correction_id
WHERE c.dataset = '{dataset}' AND m.state = 'applied'
