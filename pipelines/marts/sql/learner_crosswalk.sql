WITH superseded AS (
    SELECT
        survivor_key AS learner_key,
        string_agg(superseded_id, ' ' ORDER BY superseded_id) AS superseded_ids
    FROM superseded_learner
    GROUP BY survivor_key
)

-- The newest value that is known of each attribute.
SELECT
    l.learner_key,
    max_by(s.personal_id, l.census_date) AS personal_id,
    max_by(s.full_name, l.census_date) AS full_name,
    max_by(s.birth_date, l.census_date) AS birth_date,
    max_by(s.birth_date_partial, l.census_date) AS birth_date_partial,
    max_by(s.sex_code, l.census_date) AS sex_code,
    max(l.person_id) AS learner_id,
    max(o.superseded_ids) AS superseded_ids,
    min_by(l.period, l.census_date) AS first_period,
    max_by(l.period, l.census_date) AS last_period
FROM learner_in_period AS l
JOIN accepted_student AS s ON s.row_id = l.row_id
LEFT JOIN superseded AS o ON o.learner_key = l.learner_key
GROUP BY l.learner_key
