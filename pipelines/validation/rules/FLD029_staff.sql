-- datasets: staff
SELECT
    k.row_id,
    f.name AS field,
    k.staff_code AS value,
    f.label_vi AS fields_vi,
    f.label_en AS fields_en,
    place_row(k.first_row_id) AS other_row
FROM (
    SELECT
        row_id,
        staff_code,
        min(row_id) OVER (PARTITION BY sender_code, school_code, staff_code) AS first_row_id
    FROM staff
) AS k
JOIN field AS f ON f.dataset = 'staff' AND f.name = 'staff_code'
WHERE k.staff_code IS NOT NULL
  AND k.row_id > k.first_row_id
