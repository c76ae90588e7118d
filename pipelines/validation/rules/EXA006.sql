SELECT
    row_id,
    'candidate_number' AS field,
    candidate_number AS value
FROM exam_registration
WHERE NOT regexp_full_match(candidate_number, '[0-9]{8}')
