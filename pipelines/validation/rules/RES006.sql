-- A learner may be exempt from a subject. In the middle of a term nothing need be given yet.
SELECT
    r.row_id,
    CASE WHEN c.code IS NOT NULL AND r.score IS NULL THEN 'subject_rating_2021_code' ELSE 'score' END AS field,
    CASE WHEN r.score IS NOT NULL THEN show_mark(r.score) END AS value,
    code_label('subject', r.subject_code) AS shown
FROM result AS r
JOIN assessed_grade AS g ON g.grade_code = r.grade_code
LEFT JOIN comment_subject AS c ON c.code = r.subject_code
LEFT JOIN unread_row AS u ON u.row_id = r.row_id
ANTI JOIN exempt_row AS e ON e.row_id = r.row_id
WHERE g.circular = '22/2021'
  AND r.subject_code IS NOT NULL
  AND r.term_code NOT IN ('11', '12')
  AND CASE
    WHEN c.code IS NOT NULL
        THEN r.score IS NOT NULL OR is_blank(r.subject_rating_2021_code, 'subject_rating_2021_code', u.fields)
    ELSE r.subject_rating_2021_code IS NOT NULL AND is_blank(r.score, 'score', u.fields)
END
