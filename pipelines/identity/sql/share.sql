-- Rows that share a key of one strategy with a free row. The key joins them (is_sound) when nothing speaks against it: who has one
-- number must have one name and birth date, who is described alike must not have two personal numbers. Where a description is not enough to
-- join two rows, it is for those of one school that stand in a list each, its own and its department's, and whose mothers are no others.
INSERT INTO shared_key
WITH repeated AS (
    SELECT key
    FROM row_side
    GROUP BY key
    HAVING count(*) > 1 AND bool_or(state = 'free')
),
sharing AS (
    SELECT *
    FROM row_side
    SEMI JOIN repeated USING (key)
),
parted AS (
    -- Officers said that two of its rows are two people.
    SELECT DISTINCT a.key
    FROM other_row AS o
    JOIN sharing AS a ON a.row_id = o.row_id
    JOIN sharing AS b ON b.row_id = o.other_row_id AND b.key = a.key
),
shared AS (
    SELECT
        key,
        count(DISTINCT folded_name || '|' || birth_date) AS descriptions,
        count(DISTINCT personal_id) AS personal_ids,
        count(DISTINCT school_code) = 1
            AND count(DISTINCT sender_code) = count(*)
            AND count(DISTINCT nullif(folded_mother_name, '')) <= 1 AS is_one_in_each_list
    FROM sharing
    GROUP BY key
)
SELECT
    s.position,
    r.key,
    r.row_id,
    CASE
        WHEN r.key IN (SELECT key FROM parted) THEN FALSE
        WHEN s.is_number THEN k.descriptions = 1
        ELSE (s.joins_rows OR k.is_one_in_each_list) AND k.personal_ids <= 1
    END AS is_sound
FROM sharing AS r
JOIN shared AS k ON k.key = r.key
JOIN strategy AS s ON s.position = $position
