-- Numbers below 0 and fractions break the field's own type and are told there (own_cell_rules.csv).
SELECT
    row_id,
    'days_absent' AS field,
    CAST(days_absent AS VARCHAR) AS value
FROM result
WHERE days_absent > CASE WHEN term_code IN ('3', '13') THEN 350 ELSE 180 END
