WITH scale AS (
    SELECT
        level_group_code,
        CASE
            WHEN level_codes = '01' THEN 20
            WHEN level_codes = '02' THEN 30
            WHEN level_codes <> '05' THEN 45
        END AS maximum
    FROM level_group
)
SELECT
    s.row_id,
    'class_count' AS field,
    CAST(s.class_count AS VARCHAR) AS value,
    scale.maximum AS limit
FROM school AS s
JOIN scale ON scale.level_group_code = s.level_group_code
WHERE s.class_count > scale.maximum
