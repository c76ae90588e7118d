-- The links that this run makes.
CREATE TABLE link AS
SELECT
    d.row_id,
    $kind AS kind,
    $period AS period,
    $province AS province_code,
    r.school_code,
    coalesce(n.person_key, p.person_key) AS person_key,
    coalesce(n.person_id, p.person_id) AS person_id,
    d.outcome,
    d.method,
    d.score::DOUBLE AS score
FROM decision AS d
JOIN pending AS r ON r.row_id = d.row_id
LEFT JOIN registered AS n ON n.newcomer = d.newcomer
LEFT JOIN person AS p ON p.person_key = d.person_key
ORDER BY d.row_id
