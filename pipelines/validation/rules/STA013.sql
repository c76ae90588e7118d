-- Law on Education 2019, art. 72. Training below college is 0, college 1, degree 2, above 3; subjects 01 and 02 are preschool.
WITH teacher AS (
    SELECT
        row_id,
        qualification_code,
        training_standard_code,
        CASE
            WHEN qualification_code IN ('05', '09', '10', '11', '15', '18') THEN 0
            WHEN qualification_code IN ('04', '14', '17') THEN 1
            WHEN qualification_code IN ('03', '13', '16') THEN 2
            WHEN qualification_code IN ('01', '02') THEN 3
        END AS training,
        CASE WHEN subject_code IN ('01', '02') THEN 1 WHEN subject_code IS NOT NULL THEN 2 END AS required
    FROM staff
    WHERE staff_group_code = '03'
)
SELECT
    row_id,
    'qualification_code' AS field,
    qualification_code AS value,
    code_label('qualification', qualification_code) AS shown,
    code_label('training_standard', training_standard_code) AS found
FROM teacher
WHERE (training < required AND training_standard_code IN ('01', '02'))
   OR (training = required AND training_standard_code IN ('02', '03'))
   OR (training > required AND training_standard_code = '03')
