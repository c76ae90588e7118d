-- Digit 4 is even for men and odd for women: both the wrong way round means that the parents' columns are exchanged.
SELECT
    row_id,
    CASE personal_id
        WHEN father_personal_id THEN 'father_personal_id'
        WHEN mother_personal_id THEN 'mother_personal_id'
        ELSE 'guardian_personal_id'
    END AS field,
    mask(personal_id) AS value
FROM student
WHERE personal_id = father_personal_id
   OR personal_id = mother_personal_id
   OR personal_id = guardian_personal_id
UNION ALL
SELECT
    row_id,
    'father_personal_id',
    mask(father_personal_id)
FROM student
WHERE substr(father_personal_id, 4, 1) IN ('1', '3', '5', '7', '9')
  AND substr(mother_personal_id, 4, 1) IN ('0', '2', '4', '6', '8')
  AND regexp_matches(father_personal_id, '^[0-9]{12}$')
  AND regexp_matches(mother_personal_id, '^[0-9]{12}$')
