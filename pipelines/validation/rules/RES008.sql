WITH subject AS (
    SELECT
        r.school_code,
        n.learner,
        r.subject_code,
        min(r.row_id) FILTER (WHERE r.term_code = '3') AS row_id,
        min(r.score) FILTER (WHERE r.term_code = '3') AS year_score,
        min(r.score) FILTER (WHERE r.term_code = '1') AS term1_score,
        min(r.score) FILTER (WHERE r.term_code = '2') AS term2_score
    FROM result AS r
    JOIN learner_of_result AS n ON n.row_id = r.row_id
    JOIN grade AS g ON g.grade_code = r.grade_code
    ANTI JOIN repeated_row AS again ON again.row_id = r.row_id
    WHERE g.grade_number BETWEEN 6 AND 12
      AND r.subject_code IS NOT NULL
      AND r.score BETWEEN 0 AND 10
    GROUP BY
        r.school_code,
        n.learner,
        r.subject_code
)
SELECT
    row_id,
    'score' AS field,
    show_mark(year_score) AS value,
    show_mark(round((term1_score + 2 * term2_score) / 3, 1)) AS expected
FROM subject
-- 0.1 and what binary fractions add to it.
WHERE abs(year_score - (term1_score + 2 * term2_score) / 3) > 0.1 + 0.000001
