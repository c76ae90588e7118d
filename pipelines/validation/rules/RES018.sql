WITH year_marks AS (
    SELECT
        school_code,
        learner,
        max(from_9) AS from_9
    FROM learner_term
    WHERE term_code IN ('3', '13')
    GROUP BY
        school_code,
        learner
)
SELECT
    r.row_id,
    'title_code' AS field,
    r.title_code AS value,
    code_label('student_title', r.title_code) AS shown
FROM result AS r
JOIN assessed_grade AS g ON g.grade_code = r.grade_code
LEFT JOIN unread_row AS u ON u.row_id = r.row_id
LEFT JOIN learner_of_result AS n ON n.row_id = r.row_id
LEFT JOIN year_marks AS y
    ON y.school_code = r.school_code
    AND y.learner = n.learner
WHERE g.circular = '22/2021'
  AND (
    r.title_code = 'tien-tien'
    OR (
        r.title_code IN ('xuat-sac', 'gioi')
        AND (
            r.learning_rating_code <> '1'
            OR r.conduct_rating_code <> '1'
            OR is_blank(r.learning_rating_code, 'learning_rating_code', u.fields)
            OR is_blank(r.conduct_rating_code, 'conduct_rating_code', u.fields)
        )
    )
    OR (r.title_code = 'xuat-sac' AND coalesce(y.from_9, 0) < 6)
  )
