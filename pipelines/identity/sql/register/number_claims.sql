-- Whoever is said to have one of these numbers. Found by index claim_of_number.
SELECT
    c.person_key,
    c.value,
    c.period,
    c.school_code
FROM claimed_number AS n
CROSS JOIN claim AS c
WHERE c.kind = $1
  AND c.attribute = 'personal_id'
  AND c.value = n.value
  AND c.settled_in IS NULL
