-- datasets: campus
SELECT
    k.row_id,
    f.name AS field,
    k.campus_code AS value,
    f.label_vi AS fields_vi,
    f.label_en AS fields_en,
    place_row(k.first_row_id) AS other_row
FROM (
    SELECT
        row_id,
        campus_code,
        min(row_id) OVER (PARTITION BY sender_code, school_code, campus_code) AS first_row_id
    FROM campus
) AS k
JOIN field AS f ON f.dataset = 'campus' AND f.name = 'campus_code'
WHERE k.campus_code IS NOT NULL
  AND k.row_id > k.first_row_id
