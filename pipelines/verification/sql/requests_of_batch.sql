SELECT
    request_no,
    personal_id,
    full_name,
    coalesce(birth_date, '') AS birth_date,
    coalesce(sex_code, '') AS sex_code
FROM request
WHERE batch_id = $batch_id
ORDER BY request_no
