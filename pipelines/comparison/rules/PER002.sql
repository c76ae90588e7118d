-- Of a school that stands in several lists one is counted: its own before its department's.
WITH before AS (
    SELECT
        school_code,
        'class_count' AS field,
        count(*) AS n
    FROM comparable_class
    GROUP BY school_code, sender_code
    QUALIFY row_number() OVER (PARTITION BY school_code ORDER BY sender_code = school_code DESC, sender_code) = 1
    UNION ALL
    SELECT
        school_code,
        'staff_count',
        count(*)
    FROM comparable_staff
    WHERE is_staff_present(status_code)
    GROUP BY school_code, sender_code
    QUALIFY row_number() OVER (PARTITION BY school_code ORDER BY sender_code = school_code DESC, sender_code) = 1
),
now AS (
    SELECT
        school_code,
        'class_count' AS field,
        count(*) AS n
    FROM class
    GROUP BY school_code, sender_code
    QUALIFY row_number() OVER (PARTITION BY school_code ORDER BY sender_code = school_code DESC, sender_code) = 1
    UNION ALL
    SELECT
        school_code,
        'staff_count',
        count(*) FILTER (is_staff_present(status_code))
    FROM staff
    GROUP BY school_code, sender_code
    QUALIFY row_number() OVER (PARTITION BY school_code ORDER BY sender_code = school_code DESC, sender_code) = 1
)
SELECT
    min_by(s.row_id, ROW(s.sender_code <> s.school_code, s.row_id)) AS row_id,
    n.field,
    CAST(n.n AS VARCHAR) AS value,
    percent_change(b.n, n.n) AS percent,
    b.n AS expected,
    n.n AS found
FROM before AS b
JOIN now AS n ON n.school_code = b.school_code AND n.field = b.field
JOIN school AS s ON s.school_code = b.school_code
WHERE b.n >= CASE b.field WHEN 'class_count' THEN 5 ELSE 10 END
  AND abs(n.n - b.n) > 0.30 * b.n
GROUP BY
    n.school_code,
    n.field,
    n.n,
    b.n
