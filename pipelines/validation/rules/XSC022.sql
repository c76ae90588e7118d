-- Only where the school sent its facilities. Rows that wait for correction are counted: the room is there all the same.
WITH toilets AS (
    SELECT
        school_code,
        sum(CASE WHEN facility_type_code LIKE 'toilet%' THEN quantity ELSE 0 END) AS quantity,
        sum(CASE WHEN facility_type_code = 'toilet_student_male' THEN quantity ELSE 0 END) AS for_boys,
        sum(CASE WHEN facility_type_code = 'toilet_student_female' THEN quantity ELSE 0 END) AS for_girls
    FROM leading_facility
    GROUP BY school_code
),
mixed_level AS (
    SELECT
        s.school_code,
        g.level_code
    FROM leading_student AS s
    JOIN grade AS g ON g.grade_code = s.grade_code
    WHERE is_active_student(s.status_code)
      AND g.level_code IN ('02', '03', '04')
      AND s.sex_code IN ('01', '02')
    GROUP BY s.school_code, g.level_code
    HAVING min(s.sex_code) <> max(s.sex_code)
),
listed AS (
    SELECT
        f.school_code,
        string_agg(c.label_vi || ': ' || f.quantity, '; ' ORDER BY f.facility_type_code) AS found
    FROM (
        SELECT
            school_code,
            facility_type_code,
            sum(quantity) AS quantity
        FROM leading_facility
        WHERE facility_type_code LIKE 'toilet%'
          AND quantity > 0
        GROUP BY school_code, facility_type_code
    ) AS f
    JOIN code AS c ON c.list = 'facility_type' AND c.code = f.facility_type_code
    GROUP BY f.school_code
)
SELECT
    s.row_id,
    'has_toilets' AS field,
    CASE WHEN s.has_toilets THEN 'Có' WHEN NOT s.has_toilets THEN 'Không' END AS value,
    coalesce(l.found, '0') AS found
FROM school AS s
JOIN toilets AS t ON t.school_code = s.school_code
LEFT JOIN listed AS l ON l.school_code = s.school_code
WHERE (s.has_toilets AND t.quantity = 0)
   OR (NOT s.has_toilets AND t.quantity > 0)
   OR ((t.for_boys = 0 OR t.for_girls = 0) AND s.school_code IN (SELECT school_code FROM mixed_level))
