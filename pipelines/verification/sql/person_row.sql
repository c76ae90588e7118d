-- What each accepted row in force says of its person; personal_id where it has the right form, person_key where the row is linked.
CREATE OR REPLACE TEMP VIEW person_row AS
SELECT
    'learner' AS kind,
    'student' AS dataset,
    s.row_id,
    l.person_key,
    CASE WHEN regexp_full_match(s.personal_id, '[0-9]{12}') THEN s.personal_id END AS personal_id,
    s.full_name,
    iso_known_date(s.birth_date, s.birth_date_partial) AS birth_date,
    s.sex_code,
    s.school_code,
    coalesce(is_active_student(s.status_code), FALSE) AS is_active
FROM accepted_student AS s
LEFT JOIN learner_link AS l ON l.row_id = s.row_id
UNION ALL
SELECT
    'staff',
    'staff',
    s.row_id,
    l.person_key,
    -- A 12-digit identity number is the personal number.
    CASE
        WHEN regexp_full_match(s.personal_id, '[0-9]{12}') THEN s.personal_id
        WHEN regexp_full_match(s.identity_number, '[0-9]{12}') THEN s.identity_number
    END,
    s.full_name,
    iso_known_date(s.birth_date, s.birth_date_partial),
    s.sex_code,
    s.school_code,
    coalesce(is_staff_present(s.status_code), FALSE)
FROM accepted_staff AS s
LEFT JOIN staff_link AS l ON l.row_id = s.row_id
