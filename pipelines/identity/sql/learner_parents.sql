-- The parents that each accepted row of a learner names.
SELECT
    row_id,
    nullif(fold(mother_name), '') AS folded_mother_name,
    nullif(fold(father_name), '') AS folded_father_name
FROM accepted
