WITH contradiction AS (
    SELECT
        row_id,
        'disability_type_code' AS field,
        disability_type_code AS value,
        'disability_type' AS list,
        'is_disabled' AS other_field,
        CASE WHEN is_disabled IS NULL THEN '–' ELSE '0' END AS other_value
    FROM student
    WHERE disability_type_code IS NOT NULL AND is_disabled IS DISTINCT FROM TRUE
    UNION ALL
    SELECT
        row_id,
        'policy_group_code',
        policy_group_code,
        'policy_group',
        'is_disabled',
        CASE WHEN is_disabled IS NULL THEN '–' ELSE '0' END
    FROM student
    WHERE policy_group_code = '06' AND is_disabled IS DISTINCT FROM TRUE
    UNION ALL
    SELECT
        row_id,
        'policy_group_code',
        policy_group_code,
        'policy_group',
        'is_poor_household',
        '0'
    FROM student
    WHERE policy_group_code IN ('08', '15') AND NOT is_poor_household
    UNION ALL
    SELECT
        row_id,
        'policy_group_code',
        policy_group_code,
        'policy_group',
        'ethnicity_code',
        code_label('ethnicity', ethnicity_code)
    FROM student
    WHERE policy_group_code = '11' AND ethnicity_code = '01'
)
SELECT
    c.row_id,
    c.field,
    c.value,
    code_label(c.list, c.value) || ' / ' || other.label_vi || ': ' || c.other_value AS found
FROM contradiction AS c
JOIN field AS other ON other.dataset = 'student' AND other.name = c.other_field
