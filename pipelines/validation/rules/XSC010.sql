-- Rejected rows count too; those whose status cannot be read and those that repeat another one may count (as in XSC009). A list that has not arrived is not compared.
WITH counted AS (
    SELECT
        school_code,
        'class_count' AS field,
        count(*) FILTER (WHERE r.row_id IS NULL) AS found,
        count(r.row_id) AS unknown
    FROM leading_class
    LEFT JOIN repeated_row AS r USING (row_id)
    GROUP BY school_code
    UNION ALL
    SELECT
        school_code,
        'staff_count',
        count(*) FILTER (WHERE is_staff_present(status_code) AND r.row_id IS NULL),
        count(*) FILTER (WHERE status_code IS NULL OR r.row_id IS NOT NULL)
    FROM leading_staff
    LEFT JOIN repeated_row AS r USING (row_id)
    GROUP BY school_code
    UNION ALL
    SELECT
        school_code,
        'campus_count',
        count(*) FILTER (WHERE distance_km IS DISTINCT FROM 0 AND r.row_id IS NULL),
        count(r.row_id)
    FROM leading_campus
    LEFT JOIN repeated_row AS r USING (row_id)
    GROUP BY school_code
),
declared AS (
    SELECT
        row_id,
        school_code,
        'class_count' AS field,
        class_count AS value
    FROM school
    UNION ALL
    SELECT
        row_id,
        school_code,
        'staff_count',
        staff_count
    FROM school
    UNION ALL
    SELECT
        row_id,
        school_code,
        'campus_count',
        campus_count
    FROM school
)
SELECT
    d.row_id,
    d.field,
    CAST(d.value AS VARCHAR) AS value,
    c.found
FROM declared AS d
JOIN counted AS c ON c.school_code = d.school_code AND c.field = d.field
WHERE NOT d.value BETWEEN c.found AND c.found + c.unknown
