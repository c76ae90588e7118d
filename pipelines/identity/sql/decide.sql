-- What becomes of the rows that have to do with somebody: a person of the register, a newcomer, or nobody yet. ``known`` is said by the
-- strategy of the sector's own id.
CREATE TABLE decision AS
SELECT
    row_id,
    person_key,
    NULL::BIGINT AS newcomer,
    outcome,
    position,
    method,
    score
FROM verdict
UNION ALL
SELECT
    d.row_id,
    d.person_key,
    d.newcomer,
    d.outcome,
    s.position,
    CASE WHEN d.position = 0 THEN 'decision@1' ELSE coalesce(s.method, 'new') END AS method,
    d.score
FROM settled AS d
LEFT JOIN strategy AS s
    ON CASE
        WHEN d.outcome = 'known' THEN s.outcome = 'known'
        WHEN d.outcome <> 'new' THEN s.position = d.position
    END;

-- The others: each names a newcomer of its own.
CREATE TEMP VIEW alone AS
SELECT *
FROM pending
ANTI JOIN decision USING (row_id);
