SELECT
    row_id,
    'status_code' AS field,
    status_code AS value,
    code_label('student_status', status_code) AS shown
FROM student
WHERE (dropout_reason_code IS NOT NULL AND status_code NOT IN ('05', '09', '12'))
   OR (transfer_destination_code IS NOT NULL AND status_code NOT IN ('04', '08', '11'))
