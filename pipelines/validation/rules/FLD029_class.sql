-- datasets: class
SELECT
    k.row_id,
    f.name AS field,
    k.class_code AS value,
    f.label_vi AS fields_vi,
    f.label_en AS fields_en,
    place_row(k.first_row_id) AS other_row
FROM (
    SELECT
        row_id,
        class_code,
        min(row_id) OVER (PARTITION BY sender_code, school_code, class_code) AS first_row_id
    FROM class
) AS k
JOIN field AS f ON f.dataset = 'class' AND f.name = 'class_code'
WHERE k.class_code IS NOT NULL
  AND k.row_id > k.first_row_id
