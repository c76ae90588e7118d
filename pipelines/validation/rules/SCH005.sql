-- Circular 23/2024/TT-BGDĐT; it sets no maximum for schools of several levels.
WITH scale AS (
    SELECT
        level_group_code,
        CASE level_codes
            WHEN '01' THEN 30
            WHEN '02' THEN 40
            WHEN '03' THEN 45
            WHEN '04' THEN 50
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
