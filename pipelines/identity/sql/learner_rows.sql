-- What rows of dataset student say about who the learner is, and whose list they stand in. Numbers of another form than the
-- registers' are no evidence.
WITH said AS (
    SELECT
        row_id,
        sender_code,
        school_code,
        learner_id,
        personal_id,
        full_name,
        iso_known_date(birth_date, birth_date_partial) AS birth_date,
        sex_code,
        mother_name
    FROM unlinked
),
-- One name in three differs from all others.
name AS (
    SELECT
        text,
        fold(text) AS folded
    FROM (
        SELECT full_name AS text
        FROM said
        UNION
        SELECT mother_name
        FROM said
    )
)
SELECT
    s.row_id,
    s.sender_code,
    coalesce(s.school_code, '') AS school_code,
    CASE WHEN regexp_full_match(s.learner_id, '[0-9]{10}') THEN s.learner_id END AS person_id,
    CASE WHEN regexp_full_match(s.personal_id, '[0-9]{12}') THEN s.personal_id END AS personal_id,
    coalesce(n.folded, '') AS folded_name,
    coalesce(s.birth_date, '') AS birth_date,
    coalesce(s.sex_code, '') AS sex_code,
    coalesce(m.folded, '') AS folded_mother_name
FROM said AS s
LEFT JOIN name AS n ON n.text = s.full_name
LEFT JOIN name AS m ON m.text = s.mother_name
