WITH total AS (
    SELECT
        sender_code,
        school_code,
        campus_code,
        facility_type_code,
        min(CASE WHEN construction_code IS NULL THEN row_id END) AS row_id,
        sum(CASE WHEN construction_code IS NULL THEN quantity END) AS total,
        sum(CASE WHEN construction_code IN ('permanent', 'semi_permanent', 'temporary') THEN quantity ELSE 0 END) AS parts
    FROM facility
    ANTI JOIN repeated_row USING (row_id)
    WHERE facility_type_code IS NOT NULL
    GROUP BY sender_code, school_code, campus_code, facility_type_code
)
SELECT
    row_id,
    'quantity' AS field,
    CAST(total AS VARCHAR) AS value,
    code_label('facility_type', facility_type_code) AS shown,
    CAST(total AS VARCHAR) AS found,
    CAST(coalesce(parts, 0) AS VARCHAR) AS expected
FROM total
WHERE total <> coalesce(parts, 0)
