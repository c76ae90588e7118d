-- Folding and comparing names is dear: only where two schools give an id with two birth dates.
WITH shared AS (
    SELECT learner_id
    FROM accepted_student
    WHERE learner_id IS NOT NULL
    GROUP BY learner_id
    HAVING min(school_code) <> max(school_code) AND min(birth_date) <> max(birth_date)
),
given AS (
    SELECT
        s.row_id,
        s.learner_id,
        s.school_code,
        s.birth_date,
        fold(s.full_name) AS folded_name
    FROM accepted_student AS s
    JOIN shared AS x ON x.learner_id = s.learner_id
)
SELECT
    a.row_id,
    'learner_id' AS field,
    a.learner_id AS value,
    min(o.label) AS other_school
FROM given AS a
JOIN given AS b
    ON b.learner_id = a.learner_id
    AND b.school_code <> a.school_code
LEFT JOIN school_label AS o ON o.school_code = b.school_code
WHERE dates_differ(a.birth_date, b.birth_date)
  AND is_other_name(a.folded_name, b.folded_name)
GROUP BY
    a.row_id,
    a.learner_id
