-- Results of years before the circulars have the older rating. Rows that wait for correction are looked at, too: the result is there. So
-- may it be in a cell that could not be read.
WITH rated AS (
    SELECT DISTINCT
        r.school_code,
        n.learner
    FROM result AS r
    JOIN learner_of_result AS n ON n.row_id = r.row_id
    LEFT JOIN unread_row AS u ON u.row_id = r.row_id
    WHERE r.subject_code IS NULL
      AND (r.term_code IN ('3', '13') OR list_contains(u.fields, 'term_code'))
      AND (
        coalesce(r.learning_rating_code, r.primary_overall_rating_code, r.old_learning_rating_code) IS NOT NULL
        OR list_has_any(u.fields, ['learning_rating_code', 'primary_overall_rating_code', 'old_learning_rating_code'])
    )
)
SELECT
    r.row_id,
    CASE WHEN r.is_promoted THEN 'is_promoted' ELSE 'is_graduated' END AS field,
    CAST(CASE WHEN r.is_promoted THEN r.is_promoted ELSE r.is_graduated END AS VARCHAR) AS value
FROM result AS r
LEFT JOIN learner_of_result AS n ON n.row_id = r.row_id
ANTI JOIN rated AS y
    ON y.school_code = r.school_code
    AND y.learner = n.learner
WHERE (r.is_promoted OR r.is_graduated)
  AND r.grade_code BETWEEN '01' AND '12'
