-- datasets: school campus
-- Codes that the list does not hold are the code rules' to tell.
SELECT
    t.row_id,
    CASE WHEN w.parent_code <> t.district_code THEN 'ward_code' ELSE 'district_code' END AS field,
    CASE WHEN w.parent_code <> t.district_code THEN t.ward_code ELSE t.district_code END AS value,
    CASE WHEN w.code IS NULL THEN d.name_vi || ' (' || d.code || ')' ELSE w.name_vi || ' (' || w.code || ')' END AS shown,
    concat_ws(', ', d.name_vi || ' (' || d.code || ')', p.name_vi || ' (' || p.code || ')') AS found
FROM this AS t
LEFT JOIN admin_unit_in_force AS p ON p.level = 'province' AND p.code = t.province_code
LEFT JOIN admin_unit_in_force AS d ON d.level = 'district' AND d.code = t.district_code
LEFT JOIN admin_unit_in_force AS w ON w.level = 'ward' AND w.code = t.ward_code
WHERE w.parent_code <> t.district_code
   OR d.parent_code <> t.province_code
