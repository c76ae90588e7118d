-- datasets: any
-- A list of many schools is told row by row, a school's own sheet once.
WITH accepted AS (
    SELECT DISTINCT 'school' AS dataset, school_code
    FROM accepted_school
    UNION ALL
    SELECT DISTINCT 'class' AS dataset, school_code
    FROM accepted_class
    UNION ALL
    SELECT DISTINCT 'staff' AS dataset, school_code
    FROM accepted_staff
    UNION ALL
    SELECT DISTINCT 'student' AS dataset, school_code
    FROM accepted_student
)
SELECT DISTINCT
    CASE WHEN t.school_code = t.sender_code THEN row_place(s.sheet_id, 0) ELSE t.row_id END AS row_id,
    'school_code' AS field,
    t.school_code AS value,
    d.depends_on_label_vi AS expected_vi,
    d.depends_on_label_en AS expected_en,
    d.label_vi AS found_vi,
    d.label_en AS found_en
FROM this AS t
JOIN sheet AS s ON s.sheet_id = place_sheet(t.row_id)
JOIN dataset_dependency AS d ON d.dataset = s.dataset
LEFT JOIN accepted AS a ON a.dataset = d.depends_on AND a.school_code = t.school_code
WHERE t.school_code IS NOT NULL
  AND a.school_code IS NULL
