SELECT
    row_id,
    'status_date' AS field,
    NULL AS value,
    code_label('student_status', status_code) AS shown
FROM student
WHERE status_code <> '01'
  AND status_date IS NULL
