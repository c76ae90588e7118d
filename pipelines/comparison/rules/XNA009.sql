-- One row of a candidate is told once, whichever of the three numbers gives it away.
WITH registered AS (
    SELECT row_id, school_code, exam_year, personal_id, learner_id, candidate_number
    FROM accepted_exam_registration
),
number AS (
    SELECT row_id, school_code, exam_year, 'personal_id' AS field, personal_id AS number, school_code AS holder FROM registered
    UNION ALL
    SELECT row_id, school_code, exam_year, 'learner_id', learner_id, school_code FROM registered
    UNION ALL
    SELECT row_id, school_code, exam_year, 'candidate_number', candidate_number, coalesce(personal_id, learner_id) FROM registered
),
-- A person has two schools, or a candidate number has two persons.
shared AS (
    SELECT
        exam_year,
        field,
        number
    FROM number
    WHERE number IS NOT NULL AND exam_year IS NOT NULL
    GROUP BY
        exam_year,
        field,
        number
    HAVING min(holder) <> max(holder)
),
held AS (
    SELECT n.*
    FROM number AS n
    JOIN shared AS s ON s.exam_year = n.exam_year AND s.field = n.field AND s.number = n.number
)
SELECT
    a.row_id,
    a.field,
    mask(a.number) AS value,
    mask(a.number) AS masked_value,
    min(o.label) AS other_school
FROM held AS a
JOIN held AS b
    ON b.exam_year = a.exam_year
    AND b.field = a.field
    AND b.number = a.number
    AND b.holder <> a.holder
LEFT JOIN school_label AS o ON o.school_code = b.school_code
GROUP BY
    a.row_id,
    a.field,
    a.number
QUALIFY row_number() OVER (
    PARTITION BY a.row_id
    ORDER BY list_position(['personal_id', 'learner_id', 'candidate_number'], a.field)
) = 1
