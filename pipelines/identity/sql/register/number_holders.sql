SELECT p.personal_id
FROM new_claim AS n
CROSS JOIN {register} AS p
WHERE n.attribute = 'personal_id'
  AND p.personal_id = n.value
