-- Who entered the register in this collection or later is not asked about: else a file that is validated again, after its own learners
-- were registered, would be told otherwise than at first.
WITH nameless AS (
    SELECT
        row_id,
        fold(full_name) AS folded_name,
        iso_known_date(birth_date, birth_date_partial) AS born,
        sex_code,
        personal_id,
        fold(mother_name) AS folded_mother_name
    FROM student
    WHERE learner_id IS NULL
),
found AS (
    SELECT
        s.row_id,
        min(known.person_id) AS suggestion
    FROM nameless AS s
    JOIN learner_register AS known
        ON known.folded_name = s.folded_name
        AND known.birth_date = s.born
        AND known.sex_code = s.sex_code
    WHERE known.superseded_by_id IS NULL
      AND period_order(known.first_period) < period_order(this_period())
      AND (known.personal_id = s.personal_id OR known.folded_mother_name = s.folded_mother_name)
    GROUP BY s.row_id
    HAVING count(*) = 1
)
SELECT
    row_id,
    'learner_id' AS field,
    NULL AS value,
    suggestion
FROM found
UNION ALL
SELECT
    s.row_id,
    'learner_id',
    s.learner_id,
    known.superseded_by_id
FROM student AS s
JOIN learner_register AS known ON known.person_id = s.learner_id
WHERE known.superseded_by_id IS NOT NULL
