-- datasets: staff staff_salary
-- A cell that shows 7% holds 0.07.
SELECT
    row_id,
    'over_scale_percent' AS field,
    show_number(over_scale_percent) AS value,
    show_number(round(over_scale_percent * 100, 2)) AS suggestion
FROM this
WHERE over_scale_percent > 0
  AND over_scale_percent < 1
