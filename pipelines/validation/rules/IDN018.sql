-- The level mark of a code: character 6 of 8, digits 6-7 of 10. Marks that say nothing sure are left out (identifiers 3).
WITH marked AS (
    SELECT
        s.row_id,
        s.school_code,
        s.province_code,
        s.level_group_code,
        g.level_codes,
        census_date() < DATE '2025-07-01' AND left(s.school_code, 2) <> s.province_code AS is_elsewhere,
        CASE
            WHEN length(s.school_code) = 8 THEN
                CASE substr(s.school_code, 6, 1)
                    WHEN '3' THEN '01'
                    WHEN '4' THEN '02'
                    WHEN '5' THEN '03'
                    WHEN '7' THEN '04'
                    WHEN '9' THEN '05'
                END
            WHEN length(s.school_code) = 10 AND substr(s.school_code, 6, 2) IN ('01', '02', '04')
                THEN substr(s.school_code, 6, 2)
        END AS level_code
    FROM school AS s
    LEFT JOIN level_group AS g ON g.level_group_code = s.level_group_code
)
SELECT
    m.row_id,
    'school_code' AS field,
    m.school_code AS value,
    CASE
        WHEN m.is_elsewhere THEN coalesce(p.name_vi || ' (' || m.province_code || ')', m.province_code)
        ELSE code_label('level_group', m.level_group_code)
    END AS found
FROM marked AS m
LEFT JOIN admin_unit_in_force AS p ON p.level = 'province' AND p.code = m.province_code
WHERE m.is_elsewhere
   OR m.level_codes NOT LIKE '%' || m.level_code || '%'
