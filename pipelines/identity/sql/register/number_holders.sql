SELECT p.personal_id
FROM claimed_number AS n
CROSS JOIN {register} AS p
WHERE p.personal_id = n.value
