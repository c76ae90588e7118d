-- Some of the rows that were linked to somebody else, taken for new or left waiting, beside the original in question.
WITH described AS (
    SELECT
        *,
        concat_ws(
            ', ',
            full_name,
            coalesce(birth_date::VARCHAR, birth_date_partial, 'no date'),
            coalesce(mother_name, 'no street'),
            coalesce(birth_place, 'no suburb'),
            coalesce(school_code, 'no postcode')
        ) AS description
    FROM identified
),
mistaken AS (
    SELECT
        j.row_id,
        j.child,
        j.method,
        CASE
            WHEN j.person_key IS NOT NULL AND NOT j.is_right THEN 'wrong'
            WHEN j.person_key IS NULL AND NOT j.is_returning THEN 'waits, is new'
            WHEN j.person_key IS NULL THEN 'waits'
            ELSE 'missed'
        END AS mistake,
        CASE WHEN j.is_right OR j.person_key IS NULL THEN p.person_key ELSE j.person_key END AS person_key
    FROM judged AS j
    LEFT JOIN identified AS p ON p.year = 2025 AND p.child = j.child
    WHERE NOT j.is_found
      AND (j.is_returning OR NOT j.is_right OR j.person_key IS NULL)
)
SELECT
    m.mistake,
    r.description,
    coalesce(p.description, ''),
    m.method
FROM mistaken AS m
JOIN described AS r ON r.year = 2026 AND r.row_id = m.row_id AND r.child = m.child
LEFT JOIN described AS p ON p.year = 2025 AND p.person_key = m.person_key
QUALIFY row_number() OVER (PARTITION BY m.mistake ORDER BY m.child, r.description) <= $number
ORDER BY
    m.mistake,
    m.child,
    r.description
