SELECT
    row_id AS unique_id,
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
FROM residue
ANTI JOIN verdict USING (row_id)
ORDER BY row_id
