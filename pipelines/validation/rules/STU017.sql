SELECT
    row_id,
    'ethnicity_code' AS field,
    ethnicity_code AS value,
    code_label('ethnicity', ethnicity_code) AS shown,
    code_label('country', nationality_code) AS found
FROM student
WHERE (ethnicity_code = '55' AND nationality_code = '704')
   OR (ethnicity_code BETWEEN '01' AND '54' AND nationality_code <> '704')
