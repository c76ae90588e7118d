SELECT
    person_id,
    personal_id,
    name_key(folded_name, birth_date, sex_code) AS name_key
FROM pending
