-- CROSS JOIN: SQLite then keeps this order and looks the schools up.
SELECT
    d.decision_id,
    d.content_key,
    d.school_code,
    d.person_key,
    d.other_content_key,
    d.other_school_code,
    d.verdict
FROM told_school AS s
CROSS JOIN review_decision AS d
WHERE d.kind = $1
  AND d.school_code = s.school_code
UNION
SELECT
    d.decision_id,
    d.content_key,
    d.school_code,
    d.person_key,
    d.other_content_key,
    d.other_school_code,
    d.verdict
FROM told_school AS s
CROSS JOIN review_decision AS d
WHERE d.kind = $1
  AND d.other_school_code = s.school_code
