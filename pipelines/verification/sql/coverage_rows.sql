-- How many people of each school, who are there, stand how. Who has no answer waits for one, or has no number to ask for.
SELECT
    p.kind,
    p.school_code,
    coalesce(
        s.status,
        CASE WHEN p.personal_id IS NULL THEN 'no_personal_id' ELSE 'pending' END
    ) AS status,
    count(*) AS persons
FROM person_row AS p
LEFT JOIN standing AS s ON s.row_id = p.row_id
WHERE p.is_active
GROUP BY ALL
