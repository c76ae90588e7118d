-- What each answer amounts to: told (settles its request), later, malformed, unknown (nobody asked), contradictory.
-- Of one that comes twice the first counts; "later" is overtaken by whatever else was said.
CREATE OR REPLACE TABLE judged AS
WITH said AS (
    SELECT
        batch_id,
        request_no,
        result,
        nullif(with_single_spaces(full_name), '') AS full_name,
        nullif(birth_date, '') AS birth_date,
        nullif(sex_code, '') AS sex_code,
        nullif(died_on, '') AS died_on,
        min(checked_on) AS checked_on
    FROM answer
    GROUP BY ALL
),
explained AS (
    SELECT
        s.*,
        r.status,
        r.result IS NOT NULL AS is_known,
        coalesce(r.is_final, TRUE) AS is_final
    FROM said AS s
    LEFT JOIN result AS r ON r.result = s.result
),
counted AS (
    SELECT
        *,
        count(*) FILTER (is_final) OVER (PARTITION BY batch_id, request_no) AS versions
    FROM explained
)
SELECT
    a.* EXCLUDE (is_known, is_final, versions),
    CASE
        WHEN q.request_no IS NULL THEN 'unknown'
        WHEN a.versions > 1 THEN 'contradictory'
        WHEN NOT a.is_known
            OR NOT is_iso_date(coalesce(a.birth_date, '2000'))
            OR NOT is_iso_date(coalesce(a.died_on, '2000'))
            OR lies_after(a.birth_date, coalesce(a.died_on, a.checked_on))
            OR lies_after(a.died_on, a.checked_on)
            OR coalesce(a.sex_code, '01') NOT IN (SELECT code FROM code WHERE list = 'sex')
            OR (a.is_final AND a.status IS NULL AND a.full_name IS NULL)
            THEN 'malformed'
        WHEN NOT a.is_final THEN 'later'
        ELSE 'told'
    END AS verdict
FROM counted AS a
LEFT JOIN request AS q ON q.batch_id = a.batch_id AND q.request_no = a.request_no
WHERE a.is_final
   OR a.versions = 0
