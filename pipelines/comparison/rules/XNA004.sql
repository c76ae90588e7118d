-- A learner without an id is found by the matching of persons; here both schools name one.
WITH named AS (
    SELECT
        row_id,
        school_code,
        learner_id,
        personal_id,
        hash(birth_date, sex_code, fold(full_name), fold(mother_name)) AS person
    FROM accepted_student
    WHERE is_active_student(status_code)
      AND learner_id IS NOT NULL
      AND birth_date IS NOT NULL
      AND sex_code IS NOT NULL
      AND full_name IS NOT NULL
      AND mother_name IS NOT NULL
),
shared AS (
    SELECT person
    FROM named
    GROUP BY person
    HAVING min(school_code) <> max(school_code) AND min(learner_id) <> max(learner_id)
),
twice AS (
    SELECT n.*
    FROM named AS n
    JOIN shared AS s ON s.person = n.person
)
SELECT
    a.row_id,
    'learner_id' AS field,
    a.learner_id AS value,
    min(o.label) AS other_school
FROM twice AS a
JOIN twice AS b
    ON b.person = a.person
    AND b.school_code <> a.school_code
    AND b.learner_id <> a.learner_id
LEFT JOIN school_label AS o ON o.school_code = b.school_code
WHERE coalesce(a.personal_id = b.personal_id, TRUE)
GROUP BY
    a.row_id,
    a.learner_id
