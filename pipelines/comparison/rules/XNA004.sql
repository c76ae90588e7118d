-- A learner without an id is found by the matching of persons; here both schools name one. Folding the names of a nation is dear: rows are
-- told apart first by what folding leaves as it is (lengths, and letters that have no accent).
WITH named AS (
    SELECT
        row_id,
        school_code,
        learner_id,
        personal_id,
        full_name,
        mother_name,
        hash(
            birth_date,
            sex_code,
            length(full_name),
            length(mother_name),
            unaccented_letter(full_name, 1),
            unaccented_letter(full_name, -1),
            unaccented_letter(full_name, -2),
            unaccented_letter(full_name, -3),
            unaccented_letter(mother_name, 1),
            unaccented_letter(mother_name, -1),
            unaccented_letter(mother_name, -2)
        ) AS outline,
        hash(birth_date, sex_code) AS born
    FROM accepted_student
    WHERE is_active_student(status_code)
      AND learner_id IS NOT NULL
      AND birth_date IS NOT NULL
      AND sex_code IS NOT NULL
      AND full_name IS NOT NULL
      AND mother_name IS NOT NULL
),
alike AS (
    SELECT outline
    FROM named
    GROUP BY outline
    HAVING count(*) > 1
),
described AS MATERIALIZED (
    SELECT
        n.* EXCLUDE (full_name, mother_name),
        hash(n.born, fold(n.full_name), fold(n.mother_name)) AS person
    FROM named AS n
    SEMI JOIN alike AS a ON a.outline = n.outline
),
shared AS (
    SELECT person
    FROM described
    GROUP BY person
    HAVING min(school_code) <> max(school_code) AND min(learner_id) <> max(learner_id)
),
twice AS (
    SELECT d.*
    FROM described AS d
    JOIN shared AS s ON s.person = d.person
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
