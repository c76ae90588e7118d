-- Folding is dear: only where birth date, sex and length of the name (folding keeps it) meet twice in a school.
-- Rows without any id cannot be told apart either, so they are asked about as well; those that repeat another one are told already.
WITH known AS (
    SELECT
        row_id,
        sender_code,
        school_code,
        full_name,
        mother_name,
        sex_code,
        learner_id,
        local_code,
        personal_id,
        iso_known_date(birth_date, birth_date_partial) AS born,
        hash(sender_code, school_code, birth_date, birth_date_partial, sex_code, length(full_name)) AS outline
    FROM student
    ANTI JOIN repeated_row USING (row_id)
    WHERE sex_code IS NOT NULL AND birth_date_year IS NOT NULL AND full_name IS NOT NULL
),
alike AS (
    SELECT outline
    FROM known
    GROUP BY outline
    HAVING count(*) > 1
),
candidate AS (
    SELECT
        *,
        fold(full_name) AS folded_name,
        fold(mother_name) AS folded_mother
    FROM known
    SEMI JOIN alike USING (outline)
),
paired AS (
    SELECT
        *,
        CASE
            WHEN folded_mother IS NULL THEN min(row_id) OVER same_person
            ELSE least(
                min(row_id) OVER same_mother,
                min(CASE WHEN folded_mother IS NULL THEN row_id END) OVER same_person
            )
        END AS other_row_id
    FROM candidate
    WINDOW
        same_person AS (PARTITION BY sender_code, school_code, born, sex_code, folded_name),
        same_mother AS (PARTITION BY sender_code, school_code, born, sex_code, folded_name, folded_mother)
)
SELECT
    s.row_id,
    'full_name' AS field,
    s.full_name AS value,
    other_row(s.row_id, s.other_row_id) AS other_row
FROM paired AS s
JOIN candidate AS other ON other.row_id = s.other_row_id
WHERE s.other_row_id < s.row_id
  AND (
    s.learner_id IS DISTINCT FROM other.learner_id
    OR s.local_code IS DISTINCT FROM other.local_code
    OR s.personal_id IS DISTINCT FROM other.personal_id
    OR coalesce(s.learner_id, s.local_code, s.personal_id) IS NULL
  )
