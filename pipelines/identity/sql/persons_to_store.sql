SELECT
    person_key,
    person_id,
    CASE WHEN is_given THEN 'given' ELSE 'new' END AS scheme,
    folded_name,
    birth_date,
    sex_code,
    personal_id,
    folded_mother_name,
    name_key,
    $period AS first_period,
    $province AS first_province_code,
    first_school_code
FROM registered
