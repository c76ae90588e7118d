-- datasets: student
-- A learner who left and came back within the period has two rows, one of them active. Two steps: grouping a province by one short
-- column is cheap. Rows of earlier submissions that stand give way to newer ones.
WITH active AS (
    SELECT
        row_id,
        sender_code,
        school_code,
        CASE WHEN learner_id IS NULL THEN 'local_code' ELSE 'learner_id' END AS field,
        coalesce(learner_id, local_code) AS value
    FROM student
    WHERE is_active_student(status_code)
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
            PARTITION BY a.sender_code, a.school_code, a.field, a.value ORDER BY s.sheet_id IS NOT NULL, a.row_id
        ) AS first_row_id
    FROM active AS a
    JOIN seen_twice AS t ON t.value = a.value
    LEFT JOIN standing_sheet AS s ON s.sheet_id = place_sheet(a.row_id)
)
SELECT
    p.row_id,
    p.field,
    p.value,
    f.label_vi AS fields_vi,
    f.label_en AS fields_en,
    other_row(p.row_id, p.first_row_id) AS other_row
FROM placed AS p
JOIN field AS f ON f.dataset = 'student' AND f.name = p.field
WHERE p.row_id <> p.first_row_id
