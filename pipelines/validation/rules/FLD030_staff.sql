-- datasets: staff
-- Rows of one key are FLD029's. Rows of earlier submissions that stand give way to newer ones.
WITH seen_twice AS (
    SELECT personal_id
    FROM staff
    WHERE personal_id IS NOT NULL
    GROUP BY personal_id
    HAVING count(*) > 1
),
placed AS (
    SELECT
        s.row_id,
        s.personal_id,
        s.staff_code AS key,
        first_value(s.staff_code) OVER earlier AS first_key,
        first_value(s.row_id) OVER earlier AS first_row_id
    FROM staff AS s
    JOIN seen_twice AS t ON t.personal_id = s.personal_id
    LEFT JOIN standing_sheet AS e ON e.sheet_id = place_sheet(s.row_id)
    WINDOW earlier AS (PARTITION BY s.sender_code, s.school_code, s.personal_id ORDER BY e.sheet_id IS NOT NULL, s.row_id)
)
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value,
    mask(personal_id) AS masked_value,
    other_row(row_id, first_row_id) AS other_row
FROM placed
WHERE row_id <> first_row_id
  AND (key <> first_key OR key IS NULL OR first_key IS NULL)
