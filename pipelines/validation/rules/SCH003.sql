-- Law on Education 2019, art. 47: people-founded schools are preschools only.
SELECT
    row_id,
    'ownership_code' AS field,
    ownership_code AS value,
    code_label('ownership', ownership_code) AS shown,
    code_label('level_group', level_group_code) AS found
FROM school
WHERE ownership_code = '02'
   OR (ownership_code = '03' AND level_group_code NOT IN ('01', '02', '03', '04', '05', '19'))
