-- A row of the learner that waits for correction is there all the same. Who gave no learner id is looked for by number, name and birth date.
-- Folding is dear: names are folded of those alone who are not found as they were written.
-- The finding stands on the sheet, for the rows that are there are not at fault.
WITH unfound AS MATERIALIZED (
    SELECT e.*
    FROM earlier_student AS e
    ANTI JOIN student AS s ON s.school_code = e.school_code AND s.learner_id = e.learner_id
    ANTI JOIN student AS p ON p.school_code = e.school_code AND p.personal_id = e.personal_id
    ANTI JOIN student AS n
        ON n.school_code = e.school_code
        AND n.full_name = e.full_name
        AND n.birth_date = e.birth_date
    WHERE is_active_student(e.status_code)
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
    l.sheet_place AS row_id,
    'learner_id' AS field,
    NULL AS value,
    count(*) AS n,
    first_of(list(m.named)) AS list
FROM missing AS m
JOIN sent_list AS l ON l.dataset = 'student' AND l.school_code = m.school_code
GROUP BY l.sheet_place
