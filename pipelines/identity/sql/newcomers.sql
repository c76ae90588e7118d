-- Persons that enter the register. ``content_key`` tells any two of them apart and follows from what the rows say alone, never from
-- when or in which order they arrived.
CREATE TABLE newcomer AS
WITH described AS (
    SELECT
        d.newcomer,
        r.person_id AS claimed_id,
        r.personal_id,
        r.folded_name,
        r.birth_date,
        r.sex_code,
        r.folded_mother_name,
        r.school_code
    FROM decision AS d
    JOIN pending AS r ON r.row_id = d.row_id
    WHERE d.newcomer IS NOT NULL AND d.is_alone
    UNION ALL
    SELECT
        d.newcomer,
        max(r.person_id),
        max(r.personal_id),
        min(r.folded_name),
        min(r.birth_date),
        min(r.sex_code),
        coalesce(min(nullif(r.folded_mother_name, '')), ''),
        min(r.school_code)
    FROM decision AS d
    JOIN pending AS r ON r.row_id = d.row_id
    WHERE d.newcomer IS NOT NULL AND NOT d.is_alone
    GROUP BY d.newcomer
)
SELECT
    * EXCLUDE (school_code),
    name_key(folded_name, birth_date, sex_code) AS name_key,
    content_key(
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
    ) AS content_key
FROM described
