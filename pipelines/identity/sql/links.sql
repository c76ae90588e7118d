-- The links that this run makes.
CREATE TABLE link AS
SELECT
    d.row_id,
    coalesce(n.person_key, p.person_key) AS person_key,
    coalesce(n.person_id, p.person_id) AS person_id,
    d.outcome,
    d.method,
    d.score::DOUBLE AS score
FROM decision AS d
LEFT JOIN registered AS n ON n.newcomer = d.newcomer
LEFT JOIN person AS p ON p.person_key = d.person_key
UNION ALL
SELECT
    r.newcomer AS row_id,
    r.person_key,
    r.person_id,
    CASE WHEN r.is_given THEN 'known' ELSE 'new' END AS outcome,
    coalesce(s.method, 'new') AS method,
    1.0 AS score
FROM registered AS r
LEFT JOIN strategy AS s ON s.outcome = 'known' AND r.is_given
WHERE r.is_alone
ORDER BY row_id
