SELECT
    person_key AS unique_id,
    folded_name,
    ordered_name,
    birth_date,
    sex_code,
    nullif(folded_mother_name, '') AS folded_mother_name,
    nullif(folded_father_name, '') AS folded_father_name,
    nullif(folded_birth_place, '') AS folded_birth_place,
    school_code,
    cohort,
    origin_classes,
    origin_schools
FROM absentee
ANTI JOIN taken USING (person_key)
ORDER BY person_key
