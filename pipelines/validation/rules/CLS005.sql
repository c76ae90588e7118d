SELECT
    c.row_id,
    'preschool_age_group_code' AS field,
    c.preschool_age_group_code AS value,
    code_label('preschool_age_group', c.preschool_age_group_code) AS shown,
    code_label('grade', c.grade_code) AS found
FROM class AS c
JOIN code_parent AS p ON p.list = 'preschool_age_group' AND p.code = c.preschool_age_group_code
WHERE c.grade_code <> p.parent_code
