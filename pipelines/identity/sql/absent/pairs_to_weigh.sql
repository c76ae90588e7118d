-- As Splink names the two sides of a pair.
SELECT
    '0' AS match_key,
    'absentee-__-' || person_key AS join_key_l,
    'residue-__-' || row_id AS join_key_r
FROM blocked_pair
ANTI JOIN verdict USING (row_id)
ANTI JOIN taken USING (person_key)
ORDER BY person_key, row_id
