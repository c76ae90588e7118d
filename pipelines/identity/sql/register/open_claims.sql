-- What is claimed of the persons of whom something was claimed now. CROSS JOIN: SQLite then keeps this order and looks them up.
SELECT
    c.person_key,
    c.attribute,
    c.value,
    c.period,
    c.school_code
FROM (
    SELECT DISTINCT person_key
    FROM new_claim
) AS n
CROSS JOIN claim AS c
WHERE c.kind = $1
  AND c.person_key = n.person_key
  AND c.settled_in IS NULL
