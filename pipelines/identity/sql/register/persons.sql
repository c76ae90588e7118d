SELECT
    p.person_key,
    p.person_id,
    p.scheme,
    coalesce(p.personal_id, '') AS personal_id,
    p.folded_name,
    p.birth_date,
    p.sex_code,
    {mother} AS folded_mother_name,
    p.first_school_code
FROM {register} AS p
