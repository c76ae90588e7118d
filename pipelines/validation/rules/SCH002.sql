SELECT
    s.row_id,
    'school_type_code' AS field,
    s.school_type_code AS value,
    code_label('school_type', s.school_type_code) AS shown,
    code_label('level_group', s.level_group_code) AS found
FROM school AS s
JOIN level_group AS g ON g.level_group_code = s.level_group_code
WHERE NOT CASE
    WHEN s.school_type_code = '13' THEN g.level_codes = '01'
    WHEN s.school_type_code = '04' THEN g.level_codes LIKE '%01%'
    WHEN s.school_type_code = '08' THEN g.level_codes LIKE '%02%'
    WHEN s.school_type_code IN ('01', '07', '18') THEN regexp_matches(g.level_codes, '02|03|04')
    WHEN s.school_type_code IN ('02', '03', '05', '06') THEN regexp_matches(g.level_codes, '03|04')
    WHEN s.school_type_code IN ('09', '10') THEN g.level_codes LIKE '%04%'
    WHEN s.school_type_code IN ('15', '16', '17') THEN g.level_codes LIKE '%05%'
    ELSE TRUE
END
