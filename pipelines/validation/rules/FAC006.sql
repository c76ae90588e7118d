SELECT
    row_id,
    'facility_type_code' AS field,
    facility_type_code AS value,
    code_label('facility_type', facility_type_code) AS shown,
    code_label('construction', construction_code) AS found
FROM facility
WHERE (
    construction_code = 'not_applicable'
    AND facility_type_code NOT IN ('water_point', 'playground', 'sports_ground', 'parking')
)
   OR (construction_code = 'borrowed' AND facility_type_code LIKE 'toilet%')
