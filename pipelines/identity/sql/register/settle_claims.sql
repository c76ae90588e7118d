UPDATE claim
SET settled_in = $1
FROM confirmed_claim AS n
WHERE claim.kind = $2
  AND claim.person_key = n.person_key
  AND claim.attribute = n.attribute
  AND claim.settled_in IS NULL
