UPDATE learner
SET
    personal_id = k.personal_id,
    folded_mother_name = k.folded_mother_name
FROM learnt AS k
WHERE k.person_key = learner.person_key
