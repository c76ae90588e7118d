SELECT
    unique_id_r AS row_id,
    unique_id_l AS person_key,
    round(match_weight, 6) AS weight
FROM {weighed}
ORDER BY row_id, person_key
