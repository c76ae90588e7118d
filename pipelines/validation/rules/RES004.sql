SELECT
    r.row_id,
    'score' AS field,
    show_mark(r.score) AS value
FROM result AS r
JOIN grade AS g ON g.grade_code = r.grade_code
WHERE g.grade_number BETWEEN 6 AND 12
  AND abs(r.score - round(r.score, 1)) >= 0.000001
