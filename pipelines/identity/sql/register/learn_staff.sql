UPDATE staff_member
SET personal_id = k.personal_id
FROM learnt AS k
WHERE k.person_key = staff_member.person_key
