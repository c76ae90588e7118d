-- datasets: any
-- A list of many schools is told row by row, a school's own sheet once.
WITH sent AS (
    SELECT DISTINCT
        place_sheet(row_id) AS sheet_id,
        school_code
    FROM this
    WHERE school_code IS NOT NULL
),
missing AS (
    SELECT
        t.sheet_id,
        t.school_code,
        d.label_vi,
        d.label_en,
        d.depends_on_label_vi,
        d.depends_on_label_en
    FROM sent AS t
    JOIN sheet AS s ON s.sheet_id = t.sheet_id
    JOIN dataset_dependency AS d ON d.dataset = s.dataset
    ANTI JOIN present_school AS p ON p.dataset = d.depends_on AND p.school_code = t.school_code
)
SELECT DISTINCT
    CASE WHEN t.school_code = t.sender_code THEN row_place(m.sheet_id, 0) ELSE t.row_id END AS row_id,
    'school_code' AS field,
    t.school_code AS value,
    m.depends_on_label_vi AS expected_vi,
    m.depends_on_label_en AS expected_en,
    m.label_vi AS found_vi,
    m.label_en AS found_en
FROM this AS t
JOIN missing AS m ON m.sheet_id = place_sheet(t.row_id) AND m.school_code = t.school_code
