SELECT
    row_id,
    CASE WHEN salary_step_code IS NULL THEN 'salary_step_code' ELSE 'salary_coefficient' END AS field,
    NULL AS value,
    code_label('contract_type', contract_type_code) AS shown
FROM staff
WHERE contract_type_code IN ('02', '07', '08')
  AND (salary_step_code IS NULL OR salary_coefficient IS NULL)
