-- datasets: student staff
SELECT
    row_id,
    'sex_code' AS field,
    sex_code AS value
FROM this
WHERE list_contains(differences, 'sex')
  AND NOT list_contains(differences, 'name')
  AND NOT list_contains(mismatched_fields, 'birth_date')
