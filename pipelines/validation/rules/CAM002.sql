-- DISTINCT: a school may stand in its own list and in its department's.
SELECT DISTINCT
    c.row_id,
    CASE WHEN c.province_code <> s.province_code THEN 'province_code' ELSE 'district_code' END AS field,
    CASE WHEN c.province_code <> s.province_code THEN c.province_code ELSE c.district_code END AS value,
    coalesce(c.campus_name, c.campus_code) AS shown
FROM campus AS c
JOIN accepted_school AS s ON s.school_code = c.school_code
WHERE c.province_code <> s.province_code
   OR (c.district_code <> s.district_code AND census_date() < DATE '2025-07-01')
