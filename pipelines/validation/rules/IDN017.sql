-- datasets: any
WITH misshapen AS (
    SELECT DISTINCT t.school_code
    FROM this AS t
    ANTI JOIN register AS r ON r.school_code = t.school_code
    WHERE NOT regexp_matches(t.school_code, '^([0-9]{5}[0-9A-F][0-9]{2}|[0-9]{10})$')
)
SELECT
    t.row_id,
    'school_code' AS field,
    t.school_code AS value
FROM this AS t
JOIN misshapen AS m ON m.school_code = t.school_code
