-- datasets: student
-- A learner who left and came back within the period has two rows, one of them active. Of rows without any number those repeat each other
-- that are alike in all that tells people apart, as in a list of the whole school beside those of its classes. Two steps: grouping a
-- province by one short column is cheap. Rows of earlier submissions that stand give way to newer ones.
WITH active AS (
    SELECT
        row_id,
        sender_code,
        school_code,
        CASE WHEN learner_id IS NOT NULL THEN 'learner_id' WHEN local_code IS NOT NULL THEN 'local_code' ELSE 'full_name' END AS field,
        coalesce(learner_id, local_code, full_name) AS value,
        CASE
            WHEN coalesce(learner_id, local_code) IS NULL THEN ROW(
                birth_date,
                birth_date_partial,
                sex_code,
                grade_code,
                class_code,
                class_name,
                mother_name,
                father_name,
                guardian_name,
                home_address,
                phone
            )
        END AS description
    FROM student
    WHERE is_active_student(status_code)
      AND (
        coalesce(learner_id, local_code) IS NOT NULL
        OR (personal_id IS NULL AND birth_date_year IS NOT NULL AND coalesce(class_code, class_name) IS NOT NULL)
    )
),
seen_twice AS (
    SELECT value
    FROM active
    WHERE value IS NOT NULL
    GROUP BY value
    HAVING count(*) > 1
),
placed AS (
    SELECT
        a.row_id,
        a.field,
        a.value,
        first_value(a.row_id) OVER (
            PARTITION BY a.sender_code, a.school_code, a.field, a.value, a.description
            ORDER BY s.sheet_id IS NOT NULL, a.row_id
        ) AS first_row_id
    FROM active AS a
    JOIN seen_twice AS t ON t.value = a.value
    LEFT JOIN standing_sheet AS s ON s.sheet_id = place_sheet(a.row_id)
),
named AS (
    SELECT
        part.field,
        string_agg(f.label_vi, ', ' ORDER BY part.position) AS fields_vi,
        string_agg(f.label_en, ', ' ORDER BY part.position) AS fields_en
    FROM (
        VALUES
        ('learner_id', 'learner_id', 1),
        ('local_code', 'local_code', 1),
        ('full_name', 'full_name', 1),
        ('full_name', 'birth_date', 2),
        ('full_name', 'class_name', 3),
        ('full_name', 'mother_name', 4),
        ('full_name', 'father_name', 5)
    ) AS part (field, name, position)
    JOIN field AS f ON f.dataset = 'student' AND f.name = part.name
    GROUP BY part.field
)
SELECT
    p.row_id,
    p.field,
    p.value,
    n.fields_vi,
    n.fields_en,
    other_row(p.row_id, p.first_row_id) AS other_row
FROM placed AS p
JOIN named AS n ON n.field = p.field
WHERE p.row_id <> p.first_row_id
