-- datasets: school
-- Rows of earlier submissions that stand give way to newer ones.
SELECT
    k.row_id,
    f.name AS field,
    k.school_code AS value,
    f.label_vi AS fields_vi,
    f.label_en AS fields_en,
    other_row(k.row_id, k.first_row_id) AS other_row
FROM (
    SELECT
        row_id,
        school_code,
        first_value(row_id) OVER (
            PARTITION BY sender_code, school_code, school_year ORDER BY s.sheet_id IS NOT NULL, row_id
        ) AS first_row_id
    FROM school
    LEFT JOIN standing_sheet AS s ON s.sheet_id = place_sheet(row_id)
) AS k
JOIN field AS f ON f.dataset = 'school' AND f.name = 'school_code'
WHERE k.school_code IS NOT NULL
  AND k.row_id <> k.first_row_id
