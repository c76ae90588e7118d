WITH scale AS (
    SELECT
        s.row_id,
        s.class_count,
        CASE
            WHEN s.is_extremely_hard_area OR s.hardship_area_code IS NOT NULL THEN
                CASE WHEN g.level_codes IN ('01', '02') THEN 5 END
            WHEN g.level_codes = '01' THEN 9
            WHEN g.level_codes = '02' THEN 10
            WHEN g.level_codes = '03' THEN 8
            WHEN g.level_codes = '04' THEN 15
        END AS minimum
    FROM school AS s
    JOIN level_group AS g ON g.level_group_code = s.level_group_code
)
SELECT
    row_id,
    'class_count' AS field,
    CAST(class_count AS VARCHAR) AS value,
    minimum AS limit
FROM scale
WHERE class_count < minimum
