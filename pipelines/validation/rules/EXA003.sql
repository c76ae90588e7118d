WITH compared AS (
    SELECT
        e.row_id,
        e.full_name,
        e.birth_date,
        e.sex_code,
        e.personal_id,
        list_filter(
            [
                CASE WHEN fold(e.full_name) <> fold(s.full_name) THEN 'full_name' END,
                CASE
                    WHEN dates_differ(
                        iso_known_date(e.birth_date, e.birth_date_partial),
                        iso_known_date(s.birth_date, s.birth_date_partial)
                    ) THEN 'birth_date'
                END,
                CASE WHEN e.sex_code <> s.sex_code THEN 'sex_code' END,
                CASE WHEN e.personal_id <> s.personal_id THEN 'personal_id' END
            ],
            lambda field : field IS NOT NULL
        ) AS differing
    FROM exam_registration AS e
    JOIN candidate_learner AS m ON m.row_id = e.row_id
    JOIN accepted_student AS s ON s.row_id = m.student_row_id
)
SELECT
    c.row_id,
    c.differing[1] AS field,
    CASE c.differing[1]
        WHEN 'full_name' THEN c.full_name
        WHEN 'birth_date' THEN show_date(c.birth_date)
        WHEN 'sex_code' THEN c.sex_code
        WHEN 'personal_id' THEN mask(c.personal_id)
    END AS value,
    string_agg(f.label_vi, ', ' ORDER BY list_position(c.differing, f.name)) AS fields_vi,
    string_agg(f.label_en, ', ' ORDER BY list_position(c.differing, f.name)) AS fields_en
FROM compared AS c
JOIN field AS f ON f.dataset = 'exam_registration' AND list_contains(c.differing, f.name)
GROUP BY ALL
