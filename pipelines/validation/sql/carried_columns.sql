-- The columns of which values stayed in a sheet that came in.
SELECT
    row_place(k.sheet_id, 0) AS row_id,
    NULL AS field,
    NULL AS value,
    string_agg(f.label_vi, ', ' ORDER BY k.number) AS list_vi,
    string_agg(f.label_en, ', ' ORDER BY k.number) AS list_en
FROM (
    SELECT DISTINCT
        sheet_id,
        field,
        number
    FROM ({counted})
) AS k
JOIN field AS f ON f.dataset = {dataset} AND f.name = k.field
WHERE k.sheet_id NOT IN (SELECT sheet_id FROM kept_out_sheet)
GROUP BY k.sheet_id
