-- datasets: staff student
-- Codes not in force never get here (FLD013 suggests their successor); the suggestion is the province of the ward.
SELECT
    t.row_id,
    'home_ward_code' AS field,
    t.home_ward_code AS value,
    w.name_vi || ' (' || w.code || ')' AS shown,
    p.name_vi || ' (' || p.code || ')' AS found,
    own.name_vi || ' (' || own.code || ')' AS suggestion
FROM this AS t
JOIN admin_unit_in_force AS w ON w.level = 'ward' AND w.code = t.home_ward_code
JOIN admin_unit_in_force AS p ON p.level = 'province' AND p.code = t.home_province_code
JOIN admin_unit_in_force AS own ON own.level = 'province' AND own.code = w.parent_code
WHERE w.parent_code <> t.home_province_code
