-- Results of years before the circulars have the older rating.
WITH rated AS (
    SELECT DISTINCT
        school_code,
        learner
    FROM learner_term
    WHERE term_code IN ('3', '13')
      AND coalesce(learning_rating_code, primary_overall_rating_code, old_learning_rating_code) IS NOT NULL
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
