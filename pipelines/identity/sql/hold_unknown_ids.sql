-- Newcomers who claim an id, with all of their rows.
UPDATE decision
SET newcomer = NULL, outcome = 'review'
WHERE newcomer IN (
    SELECT d.newcomer
    FROM decision AS d
    JOIN pending AS r ON r.row_id = d.row_id
    WHERE r.person_id IS NOT NULL
);

INSERT INTO decision
SELECT
    r.row_id,
    NULL AS person_key,
    NULL AS newcomer,
    'review' AS outcome,
    s.position,
    s.method,
    0.0 AS score
FROM alone AS r
JOIN strategy AS s ON s.outcome = 'known'
WHERE r.person_id IS NOT NULL;
