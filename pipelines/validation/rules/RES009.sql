SELECT
    summary_row_id AS row_id,
    'learning_rating_code' AS field,
    learning_rating_code AS value,
    code_label('rating_2021', learning_rating_code) AS shown,
    code_label('rating_2021', CAST(allowed AS VARCHAR)) AS expected
FROM computed_rating
WHERE CAST(learning_rating_code AS INTEGER) < allowed
