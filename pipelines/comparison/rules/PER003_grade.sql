-- Between two years: a grade that had two classes has none, though learners of the grade below should have entered it.
WITH before AS (
    SELECT
        c.school_code,
        g.level_code = '05' AS is_continuing,
        g.grade_number,
        min(g.label) AS label,
        count(DISTINCT c.class_name) AS classes,
        list(DISTINCT c.class_name) AS names
    FROM last_year_class AS c
    JOIN grade AS g ON g.grade_code = c.grade_code
    WHERE g.grade_number IS NOT NULL
    GROUP BY
        c.school_code,
        g.level_code = '05',
        g.grade_number
)
SELECT
    l.place AS row_id,
    'class_code' AS field,
    b.label AS value,
    first_of(b.names) || ' (' || b.label || ')' AS shown
FROM before AS b
JOIN before AS lower_grade
    ON lower_grade.school_code = b.school_code
    AND lower_grade.is_continuing = b.is_continuing
    AND lower_grade.grade_number = b.grade_number - 1
JOIN sent_list AS l ON l.dataset = 'class' AND l.school_code = b.school_code
ANTI JOIN (
    SELECT
        c.school_code,
        g.level_code = '05' AS is_continuing,
        g.grade_number
    FROM class AS c
    JOIN grade AS g ON g.grade_code = c.grade_code
) AS n
    ON n.school_code = b.school_code
    AND n.is_continuing = b.is_continuing
    AND n.grade_number = b.grade_number
WHERE b.classes >= 2
