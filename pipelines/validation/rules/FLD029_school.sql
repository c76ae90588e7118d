-- datasets: school
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
        min(row_id) OVER (PARTITION BY sender_code, school_code, school_year) AS first_row_id
    FROM school
) AS k
JOIN field AS f ON f.dataset = 'school' AND f.name = 'school_code'
WHERE k.school_code IS NOT NULL
  AND k.row_id > k.first_row_id
