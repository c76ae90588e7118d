-- What else rows say that helps to recognise a learner whose number or name alone does not. A cohort is the school year in which
-- the learner would have entered grade 1; classes without a name are told by their grade.
SELECT
    row_id,
    coalesce(fold(father_name), '') AS folded_father_name,
    coalesce(fold(guardian_name), '') AS folded_guardian_name,
    coalesce(fold(birth_place), '') AS folded_birth_place,
    coalesce(school_code, '') || '|' || coalesce(fold(class_name), t.grade_code, '') AS class_key,
    CAST(left(period, 4) AS BIGINT) - g.grade_number AS cohort
FROM typed_row AS t
LEFT JOIN grade_number AS g ON g.grade_code = t.grade_code
