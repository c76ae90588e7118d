SELECT
    summary_row_id AS row_id,
    'learning_rating_code' AS field,
    learning_rating_code AS value,
    code_label('rating_2021', learning_rating_code) AS shown,
    code_label('rating_2021', CAST(level AS VARCHAR)) AS expected
FROM computed_rating
WHERE CAST(learning_rating_code AS INTEGER) > level
UNION ALL
SELECT
    t.summary_row_id,
    'primary_overall_rating_code',
    t.primary_overall_rating_code,
    code_label('rating_primary', t.primary_overall_rating_code),
    code_label('rating_primary', 'HT')
FROM learner_term AS t
JOIN assessed_grade AS g ON g.grade_code = t.grade_code
WHERE g.level_code = '02'
  AND t.primary_overall_rating_code = 'CHT'
  AND t.rated_subjects > 0
  AND t.at_c = 0
  AND coalesce(t.lowest_test, 10) >= 5
  AND NOT t.has_quality_at_c
