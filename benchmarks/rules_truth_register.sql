-- The rows of which the register said something else, as mistakes; who died is told only where they are said to be there (VER007).
SELECT
    l.rule_id,
    p.period,
    p.school_code,
    p.dataset,
    p.file,
    p.sheet,
    p.excel_row,
    NULL::VARCHAR AS excel_column,
    'personal_id' AS field,
    NULL::VARCHAR AS written_value,
    NULL::VARCHAR AS true_value,
    'row' AS reach
FROM lie AS l
JOIN person AS p ON p.personal_id = l.personal_id
LEFT JOIN student AS s ON p.dataset = 'student' AND s.sender_code = p.school_code AND s.personal_id = p.personal_id
LEFT JOIN staff AS t ON p.dataset = 'staff' AND t.sender_code = p.school_code AND t.personal_id = p.personal_id
WHERE l.rule_id <> 'VER007'
   OR s.status_code IN ('01', '02', '03', '06', '07', '10')
   OR t.status_code IN ('01', '04', '07')
