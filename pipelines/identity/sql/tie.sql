-- An officer's word ties rows before any strategy does.
INSERT INTO shared_key
SELECT
    0 AS position,
    least(row_id, other_row_id) || '|' || greatest(row_id, other_row_id) AS key,
    row_id,
    TRUE AS is_sound
FROM same_row;

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
