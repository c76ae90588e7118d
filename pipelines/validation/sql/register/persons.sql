SELECT
    p.person_id,
    p.scheme,
    p.folded_name,
    p.birth_date,
    p.sex_code,
    p.personal_id,
    {mother_name} AS folded_mother_name,
    p.first_period,
    s.person_id AS superseded_by_id
FROM {table} AS p
LEFT JOIN {table} AS s ON s.person_key = p.superseded_by
