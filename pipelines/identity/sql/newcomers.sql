-- Persons that enter the register, each with the row that names it. ``content_key`` tells any two of them apart and follows from what
-- the rows say alone, never from when or in which order they arrived. It takes as long as all else here, and is made only where it is
-- looked at: for an id, and among namesakes.
CREATE TABLE newcomer AS
WITH described AS (
    SELECT
        row_id AS newcomer,
        TRUE AS is_alone,
        person_id AS claimed_id,
        personal_id,
        folded_name,
        birth_date,
        sex_code,
        folded_mother_name,
        school_code
    FROM alone
    UNION ALL
    SELECT
        d.newcomer,
        FALSE AS is_alone,
        max(r.person_id),
        max(r.personal_id),
        min(r.folded_name),
        min(r.birth_date),
        min(r.sex_code),
        coalesce(min(nullif(r.folded_mother_name, '')), ''),
        min(r.school_code)
    FROM decision AS d
    JOIN pending AS r ON r.row_id = d.row_id
    WHERE d.newcomer IS NOT NULL
    GROUP BY d.newcomer
)
SELECT
    *,
    name_key(folded_name, birth_date, sex_code) AS name_key,
    CASE
        WHEN claimed_id IS NULL OR newcomer IN (SELECT row_id FROM member) THEN content_key(
            concat_ws(
                '|',
                school_code,
                folded_name,
                birth_date,
                sex_code,
                folded_mother_name,
                coalesce(personal_id, ''),
                coalesce(claimed_id, '')
            )
        )
    END AS content_key
FROM described
