SELECT
    r.row_id,
    'subject_code' AS field,
    r.subject_code AS value,
    code_label('subject', r.subject_code) AS shown,
    g.label AS grade
FROM learning_resource AS r
JOIN grade AS g ON g.grade_code = r.grade_code
JOIN code_parent AS p ON p.list = 'subject' AND p.parent_list = 'level' AND p.code = r.subject_code
WHERE p.parent_code <> g.level_code
