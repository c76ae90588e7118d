UPDATE learner
SET
    personal_id = n.personal_id,
    folded_name = n.folded_name,
    birth_date = n.birth_date,
    sex_code = n.sex_code,
    folded_mother_name = n.folded_mother_name,
    name_key = n.name_key
FROM resolved AS n
WHERE n.person_key = learner.person_key
