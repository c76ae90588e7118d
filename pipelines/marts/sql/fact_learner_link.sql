SELECT
    place.submission_id,
    place.file,
    place.sheet,
    s.excel_row,
    s.period,
    s.school_code,
    s.learner_key,
    s.outcome,
    s.method,
    s.score,
    p.position AS sheet_position
FROM student_row AS s
JOIN sheet AS place ON place.sheet_id = s.sheet_id
JOIN sheet_position AS p ON p.sheet_id = s.sheet_id
