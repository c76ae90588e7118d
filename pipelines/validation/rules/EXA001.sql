SELECT
    e.row_id,
    CASE WHEN e.learner_id IS NULL THEN 'personal_id' ELSE 'learner_id' END AS field,
    coalesce(e.learner_id, mask(e.personal_id)) AS value
FROM exam_registration AS e
JOIN candidate_learner AS m ON m.row_id = e.row_id
LEFT JOIN accepted_student AS s ON s.row_id = m.student_row_id
WHERE e.is_independent_candidate IS DISTINCT FROM TRUE
  AND (s.row_id IS NULL OR s.status_code IN ('04', '05', '08', '09', '11', '12'))
