-- datasets: any
-- A field that a new school year begins without (templates/new_year.csv) is not missed across years, nor one that the period has no more.
SELECT
    l.place AS row_id,
    b.field,
    NULL AS value,
    CAST(round(100.0 * b.filled / b.rows) AS BIGINT) AS expected,
    CAST(round(100.0 * coalesce(n.filled, 0) / l.rows) AS BIGINT) AS found
FROM last_filled AS b
JOIN filled_list AS l ON l.dataset = b.dataset AND l.school_code = b.school_code
JOIN field AS f ON f.dataset = b.dataset AND f.name = b.field
LEFT JOIN filled AS n
    ON n.dataset = b.dataset
    AND n.school_code = b.school_code
    AND n.field = b.field
ANTI JOIN field_of_one_year AS y
    ON y.dataset = b.dataset
    AND y.field = b.field
WHERE b.dataset = getvariable('this_dataset')
  AND b.rows >= 20
  AND b.filled >= 0.80 * b.rows
  AND coalesce(n.filled, 0) < 0.20 * l.rows
