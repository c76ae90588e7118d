-- What each answer amounts to: told (settles its request), later, malformed, unknown (nobody asked), contradictory.
CREATE OR REPLACE TABLE judged AS
WITH said AS (
    SELECT DISTINCT
        batch_id,
        request_no,
        result,
        nullif(full_name, '') AS full_name,
        nullif(birth_date, '') AS birth_date,
        nullif(sex_code, '') AS sex_code,
        nullif(died_on, '') AS died_on,
        checked_on
    FROM answer
),
counted AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY batch_id, request_no) AS versions
    FROM said
)
SELECT
    a.* EXCLUDE (versions),
    CASE
        WHEN q.request_no IS NULL THEN 'unknown'
        WHEN a.versions > 1 THEN 'contradictory'
        WHEN r.result IS NULL
            OR NOT is_iso_date(coalesce(a.birth_date, '2000'))
            OR NOT is_iso_date(coalesce(a.died_on, '2000'))
            OR coalesce(a.sex_code, '01') NOT IN (SELECT code FROM code WHERE list = 'sex')
            OR (r.is_final AND r.status IS NULL AND a.full_name IS NULL)
            THEN 'malformed'
        WHEN NOT r.is_final THEN 'later'
        ELSE 'told'
    END AS verdict,
    r.status
FROM counted AS a
LEFT JOIN request AS q ON q.batch_id = a.batch_id AND q.request_no = a.request_no
LEFT JOIN result AS r ON r.result = a.result
