-- datasets: facility
-- A blank campus is the main one. Rows of earlier submissions that stand give way to newer ones.
SELECT
    k.row_id,
    'facility_type_code' AS field,
    k.facility_type_code AS value,
    concat_ws(
        ', ',
        k.campus_code,
        code_label('facility_type', k.facility_type_code),
        code_label('construction', k.construction_code)
    ) AS shown,
    f.fields_vi,
    f.fields_en,
    other_row(k.row_id, k.first_row_id) AS other_row
FROM (
    SELECT
        row_id,
        campus_code,
        facility_type_code,
        construction_code,
        first_value(row_id) OVER (
            PARTITION BY sender_code, school_code, campus_code, facility_type_code, construction_code
            ORDER BY s.sheet_id IS NOT NULL, row_id
        ) AS first_row_id
    FROM facility
    LEFT JOIN standing_sheet AS s ON s.sheet_id = place_sheet(row_id)
) AS k
CROSS JOIN (
    SELECT
        string_agg(label_vi, ', ') AS fields_vi,
        string_agg(label_en, ', ') AS fields_en
    FROM field
    WHERE dataset = 'facility'
      AND name IN ('campus_code', 'facility_type_code', 'construction_code')
) AS f
WHERE k.facility_type_code IS NOT NULL
  AND k.construction_code IS NOT NULL
  AND k.row_id <> k.first_row_id
