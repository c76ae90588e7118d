WITH misfit AS (
    SELECT
        s.row_id,
        s.grade_code,
        c.row_id AS class_row_id,
        c.class_name,
        c.grade_code AS class_grade_code
    FROM student AS s
    JOIN class_of_student AS m ON m.row_id = s.row_id
    JOIN accepted_class AS c ON c.row_id = m.class_row_id
    WHERE s.grade_code <> c.grade_code
),
grade_taught_together AS (
    SELECT
        own.row_id AS class_row_id,
        other.grade_code
    FROM combined_class AS own
    JOIN combined_class AS other ON other.school_code = own.school_code AND other.combination = own.combination
)
SELECT
    x.row_id,
    'grade_code' AS field,
    x.grade_code AS value,
    code_label('grade', x.grade_code) AS shown,
    x.class_name,
    code_label('grade', x.class_grade_code) AS found
FROM misfit AS x
ANTI JOIN grade_taught_together AS t ON t.class_row_id = x.class_row_id AND t.grade_code = x.grade_code
