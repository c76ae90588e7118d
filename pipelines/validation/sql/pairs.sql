-- Rows of the same sender and school that one way to know a row again finds to be the same (same_rows), where it finds no other.
SELECT
    t.row_id,
    d.row_id AS donor_row_id,
    {level} AS level
FROM lacking_row AS t
JOIN donor_row AS d
    ON d.sender_code = t.sender_code
    AND d.school_code IS NOT DISTINCT FROM t.school_code
    AND d.sequence < t.sequence
    AND {same}
QUALIFY count(*) OVER (PARTITION BY t.row_id, d.sequence) = 1
    AND count(*) OVER (PARTITION BY d.row_id, t.sequence) = 1
