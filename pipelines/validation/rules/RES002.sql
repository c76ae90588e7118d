-- Marks below 0 break the field's own minimum and are told there (own_cell_rules.csv).
WITH mark AS (
    SELECT
        row_id,
        unnest(['score', 'periodic_test_score', 'midterm_score', 'final_score']) AS field,
        unnest([score, periodic_test_score, midterm_score, final_score]) AS value
    FROM result
    WHERE greatest(score, periodic_test_score, midterm_score, final_score) > 10
)
SELECT
    row_id,
    field,
    show_mark(value) AS value
FROM mark
WHERE value > 10
  AND NOT has_lost_decimal_sign(value)
