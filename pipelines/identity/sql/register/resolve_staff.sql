UPDATE staff_member
SET
    personal_id = n.personal_id,
    folded_name = n.folded_name,
    birth_date = n.birth_date,
    sex_code = n.sex_code,
    name_key = n.name_key
FROM resolved AS n
WHERE n.person_key = staff_member.person_key
