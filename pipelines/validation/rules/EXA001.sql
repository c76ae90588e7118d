SELECT
    e.row_id,
    m.named_by AS field,
    CASE m.named_by WHEN 'learner_id' THEN e.learner_id ELSE mask(e.personal_id) END AS value
FROM exam_registration AS e
JOIN candidate_learner AS m ON m.row_id = e.row_id
LEFT JOIN accepted_student AS s ON s.row_id = m.student_row_id
WHERE e.is_independent_candidate IS DISTINCT FROM TRUE
  AND (s.row_id IS NULL OR s.status_code IN ('04', '05', '08', '09', '11', '12'))
