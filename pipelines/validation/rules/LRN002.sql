SELECT
    row_id,
    'licence_code' AS field,
    licence_code AS value,
    title AS shown
FROM learning_resource
WHERE (review_status_code = 'approved' AND coalesce(licence_code, 'unknown') = 'unknown')
   OR (licence_code = 'all-rights-reserved' AND author_staff_code IS NULL)
