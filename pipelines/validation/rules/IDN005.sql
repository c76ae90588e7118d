-- datasets: student staff
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value,
    code_label('sex', sex_code) AS found
FROM this
WHERE is_of_other_sex(personal_id, sex_code)
  AND regexp_matches(personal_id, '^[0-9]{12}$')
