-- At the beginning of a school year, once every school can have named its learners; later PER004 asks for those of this year. Names are
-- folded as there.
WITH last_grade AS (
    SELECT
        l.school_code,
        g.level_code = '05' AS is_continuing,
        max(g.grade_number) AS grade_number
    FROM last_year_student AS l
    JOIN grade AS g ON g.grade_code = l.grade_code
    GROUP BY
        l.school_code,
        g.level_code = '05'
),
awaited AS (
    SELECT l.*
    FROM last_year_student AS l
    JOIN grade AS g ON g.grade_code = l.grade_code
    JOIN last_grade AS x
        ON x.school_code = l.school_code
        AND x.is_continuing = (g.level_code = '05')
        AND g.grade_number < x.grade_number
    WHERE is_active_student(l.status_code)
      AND collection_point() = 'dau-nam'
      AND collection_is_complete()
),
active AS (
    SELECT learner_id, personal_id
    FROM student
    WHERE is_active_student(status_code)
),
unfound AS MATERIALIZED (
    SELECT a.*
    FROM awaited AS a
    ANTI JOIN active AS i ON i.learner_id = a.learner_id
    ANTI JOIN active AS p ON p.personal_id = a.personal_id
    ANTI JOIN student AS s ON s.school_code = a.school_code AND s.learner_id = a.learner_id
    ANTI JOIN student AS n
        ON n.school_code = a.school_code
        AND n.full_name = a.full_name
        AND n.birth_date = a.birth_date
),
missing AS (
    SELECT DISTINCT
        u.school_code,
        coalesce(u.learner_id, u.local_code, u.full_name) AS named
    FROM unfound AS u
    ANTI JOIN (
        SELECT
            s.school_code,
            s.birth_date,
            fold(s.full_name) AS folded_name
        FROM student AS s
        SEMI JOIN unfound AS u ON u.school_code = s.school_code AND u.birth_date = s.birth_date
    ) AS n
        ON n.school_code = u.school_code
        AND n.birth_date = u.birth_date
        AND n.folded_name = fold(u.full_name)
)
SELECT
    l.place AS row_id,
    'learner_id' AS field,
    NULL AS value,
    count(*) AS n,
    first_of(list(m.named)) AS list
FROM missing AS m
JOIN sent_list AS l ON l.dataset = 'student' AND l.school_code = m.school_code
GROUP BY l.place
