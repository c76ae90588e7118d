WITH missing AS (
    SELECT
        e.school_code,
        coalesce(e.staff_code, e.full_name) AS named
    FROM last_staff AS e
    ANTI JOIN staff AS s ON s.school_code = e.school_code AND s.staff_code = e.staff_code
    ANTI JOIN staff AS p ON p.school_code = e.school_code AND p.personal_id = e.personal_id
    WHERE is_staff_present(e.status_code)
)
SELECT
    l.place AS row_id,
    'staff_code' AS field,
    NULL AS value,
    count(*) AS n,
    first_of(list(m.named)) AS list
FROM missing AS m
JOIN sent_list AS l ON l.dataset = 'staff' AND l.school_code = m.school_code
GROUP BY l.place
