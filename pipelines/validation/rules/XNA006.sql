-- datasets: dependent
-- The register keeps no closures and successors yet. A list of many schools is told row by row, a school's own sheet once.
SELECT DISTINCT
    CASE WHEN t.school_code = t.sender_code THEN row_place(place_sheet(t.row_id), 0) ELSE t.row_id END AS row_id,
    'school_code' AS field,
    t.school_code AS value,
    NULL AS suggestion
FROM this AS t
LEFT JOIN register AS r ON r.school_code = t.school_code
WHERE t.school_code IS NOT NULL
  AND r.school_code IS NULL
