-- Rows that belong together, and a first guess at how: each is a component of its own.
CREATE TABLE tied AS
SELECT
    k.position,
    k.key,
    k.row_id
FROM shared_key AS k
JOIN member AS m ON m.row_id = k.row_id
WHERE k.is_sound
  AND m.state <> 'held';

CREATE TABLE component AS
SELECT
    row_id,
    row_id AS component,
    min(position) AS position
FROM tied
GROUP BY row_id;
