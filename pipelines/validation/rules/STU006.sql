WITH child AS (
    SELECT
        s.row_id,
        s.birth_date,
        s.birth_date_partial,
        completed_months(s.birth_date, census_date()) AS months,
        school_year() - s.birth_date_year AS years,
        c.preschool_age_group_code
    FROM student AS s
    JOIN class_of_student AS m ON m.row_id = s.row_id
    JOIN accepted_class AS c ON c.row_id = m.class_row_id
    WHERE s.grade_code IN ('16', '17')
      AND c.mixed_age_code = '0'
)
SELECT
    row_id,
    'birth_date' AS field,
    show_known_date(birth_date, birth_date_partial) AS value,
    code_label('preschool_age_group', preschool_age_group_code) AS shown,
    CASE
        WHEN preschool_age_group_code IN ('01', '02', '03') THEN CAST(months AS VARCHAR) || ' tháng'
        ELSE CAST(years AS VARCHAR) || ' tuổi'
    END AS age_vi,
    CASE
        WHEN preschool_age_group_code IN ('01', '02', '03') THEN CAST(months AS VARCHAR) || ' months'
        ELSE CAST(years AS VARCHAR) || ' years'
    END AS age_en
FROM child
WHERE (preschool_age_group_code = '01' AND months NOT BETWEEN 3 AND 15)
   OR (preschool_age_group_code = '02' AND months NOT BETWEEN 10 AND 27)
   OR (preschool_age_group_code = '03' AND months NOT BETWEEN 22 AND 39)
   OR (preschool_age_group_code = '04' AND years <> 3)
   OR (preschool_age_group_code = '05' AND years <> 4)
   OR (preschool_age_group_code = '06' AND years <> 5)
