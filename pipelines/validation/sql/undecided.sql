-- Spellings that several codes share, in rows whose parent did not decide (FLD011).
INSERT INTO noted_cell
SELECT
    row_id,
    $field,
    raw,
    NULL,
    ['FLD011'],
    [],
    NULL
FROM open_row
ANTI JOIN chosen USING (row_id)
