WITH wrong AS (
    SELECT
        row_id,
        CASE
            WHEN rank_code IS NULL AND staff_group_code IN ('01', '02', '03') THEN 'rank_code'
            WHEN incentive_allowance IS NULL AND staff_group_code IN ('01', '03') THEN 'incentive_allowance'
        END AS field
    FROM staff
    WHERE contract_type_code IN ('07', '08')
)
SELECT
    row_id,
    field,
    NULL AS value
FROM wrong
WHERE field IS NOT NULL
