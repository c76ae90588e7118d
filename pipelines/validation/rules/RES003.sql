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
    show_mark(value) AS value,
    show_mark(value / 10) AS suggestion
FROM mark
WHERE has_lost_decimal_sign(value)
