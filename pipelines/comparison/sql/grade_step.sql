-- Learners whose grade is not simply the next one: another step than the school years between, a repeated year, or no promotion.
-- Regular and continuing education (level 05) are two programmes, which are not compared.
CREATE TEMP TABLE grade_step AS
WITH held_back AS (
    SELECT
        learner_id,
        bool_or(is_promoted) AS is_promoted
    FROM last_year_result
    WHERE learner_id IS NOT NULL AND is_promoted IS NOT NULL
    GROUP BY learner_id
)
SELECT
    s.row_id,
    s.learner_id,
    s.admission_type_code,
    g.grade_number,
    p.grade_number AS last_grade_number,
    g.label,
    p.label AS last_label,
    school_year() - last_school_year() AS years,
    h.is_promoted
FROM accepted_student AS s
JOIN last_year_student AS l ON l.learner_id = s.learner_id
JOIN grade AS g ON g.grade_code = s.grade_code
JOIN grade AS p ON p.grade_code = l.grade_code
LEFT JOIN held_back AS h ON h.learner_id = s.learner_id
WHERE is_active_student(s.status_code)
  AND is_active_student(l.status_code)
  AND (g.level_code = '05') = (p.level_code = '05')
  AND (
      g.grade_number - p.grade_number <> school_year() - last_school_year()
      OR s.admission_type_code = '3'
      OR NOT h.is_promoted
  )
QUALIFY row_number() OVER (PARTITION BY s.row_id ORDER BY l.row_id) = 1
