WITH named AS (
    SELECT
        row_id,
        class_name,
        grade_code,
        TRY_CAST(regexp_extract(class_name, '(^|[^0-9])(0?[1-9]|1[0-2])([^0-9]|$)', 2) AS BIGINT) AS number_in_name
    FROM class
)
SELECT
    n.row_id,
    'class_name' AS field,
    n.class_name AS value,
    code_label('grade', n.grade_code) AS found
FROM named AS n
JOIN grade AS g ON g.grade_code = n.grade_code
WHERE n.number_in_name <> g.grade_number
