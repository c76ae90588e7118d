-- What was assessed again in summer (13) counts, the rest as it stood at the end of the year (3).
WITH year_result AS (
    SELECT
        school_code,
        learner,
        coalesce(
            min(learning_rating_code) FILTER (WHERE term_code = '13'),
            min(learning_rating_code) FILTER (WHERE term_code = '3')
        ) AS learning_rating_code,
        coalesce(
            min(conduct_rating_code) FILTER (WHERE term_code = '13'),
            min(conduct_rating_code) FILTER (WHERE term_code = '3')
        ) AS conduct_rating_code,
        coalesce(
            min(primary_overall_rating_code) FILTER (WHERE term_code = '13'),
            min(primary_overall_rating_code) FILTER (WHERE term_code = '3')
        ) AS primary_overall_rating_code,
        max(days_absent) AS days_absent
    FROM learner_term
    WHERE term_code IN ('3', '13')
    GROUP BY
        school_code,
        learner
)
SELECT
    r.row_id,
    'is_promoted' AS field,
    CAST(r.is_promoted AS VARCHAR) AS value,
    coalesce(
        code_label('rating_2021', y.learning_rating_code),
        code_label('rating_primary', y.primary_overall_rating_code)
    ) AS study,
    code_label('rating_2021', y.conduct_rating_code) AS conduct,
    y.days_absent AS absent
FROM result AS r
JOIN learner_of_result AS n ON n.row_id = r.row_id
JOIN year_result AS y
    ON y.school_code = r.school_code
    AND y.learner = n.learner
JOIN assessed_grade AS g ON g.grade_code = r.grade_code
WHERE r.is_promoted
  AND CASE
    WHEN g.circular = '22/2021' THEN
        y.learning_rating_code = '4' OR y.conduct_rating_code = '4' OR y.days_absent > 45
    WHEN g.level_code = '02' THEN y.primary_overall_rating_code = 'CHT'
END
