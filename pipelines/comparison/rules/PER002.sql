WITH before AS (
    SELECT
        school_code,
        'class_count' AS field,
        count(*) AS n
    FROM comparable_class
    GROUP BY school_code
    HAVING count(*) >= 5
    UNION ALL
    SELECT
        school_code,
        'staff_count',
        count(*)
    FROM comparable_staff
    WHERE is_staff_present(status_code)
    GROUP BY school_code
    HAVING count(*) >= 10
),
now AS (
    SELECT
        school_code,
        'class_count' AS field,
        count(*) AS n
    FROM class
    GROUP BY school_code
    UNION ALL
    SELECT
        school_code,
        'staff_count',
        count(*) FILTER (is_staff_present(status_code))
    FROM staff
    GROUP BY school_code
)
SELECT
    min(s.row_id) AS row_id,
    n.field,
    CAST(n.n AS VARCHAR) AS value,
    percent_change(b.n, n.n) AS percent,
    b.n AS expected,
    n.n AS found
FROM before AS b
JOIN now AS n ON n.school_code = b.school_code AND n.field = b.field
JOIN school AS s ON s.school_code = b.school_code
WHERE abs(n.n - b.n) > 0.30 * b.n
GROUP BY
    n.school_code,
    n.field,
    n.n,
    b.n
