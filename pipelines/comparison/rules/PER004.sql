-- A row of the learner that waits for correction is there all the same. Who gave no learner id is looked for by number, name and birth date.
-- The finding stands on the sheet, for the rows that are there are not at fault.
WITH missing AS (
    SELECT
        e.school_code,
        coalesce(e.learner_id, e.local_code, e.full_name) AS named
    FROM earlier_student AS e
    ANTI JOIN student AS s ON s.school_code = e.school_code AND s.learner_id = e.learner_id
    ANTI JOIN student AS p ON p.school_code = e.school_code AND p.personal_id = e.personal_id
    ANTI JOIN student AS n
        ON n.school_code = e.school_code
        AND n.full_name = e.full_name
        AND n.birth_date = e.birth_date
    WHERE is_active_student(e.status_code)
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
