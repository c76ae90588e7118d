WITH sheet_dates AS (
    SELECT
        place_sheet(row_id) AS sheet_id,
        count(*) AS all_rows,
        count(*) FILTER (WHERE month(birth_date) = 1 AND day(birth_date) = 1) AS new_year_rows,
        count(birth_date) AS dated_rows,
        min(birth_date) AS first_date,
        max(birth_date) AS last_date
    FROM student
    GROUP BY place_sheet(row_id)
),
suspect AS (
    SELECT
        sheet_id,
        all_rows,
        CASE WHEN first_date = last_date AND dated_rows = all_rows THEN all_rows ELSE new_year_rows END AS n
    FROM sheet_dates
    WHERE all_rows >= 20
)
SELECT
    row_place(sheet_id, 0) AS row_id,
    'birth_date' AS field,
    NULL AS value,
    n,
    CAST(round(100.0 * n / all_rows) AS BIGINT) AS percent
FROM suspect
WHERE n >= 3
  AND n > 0.05 * all_rows
