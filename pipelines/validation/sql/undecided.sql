-- Spellings that several codes share, in rows whose parent did not decide (FLD043).
INSERT INTO noted_cell
SELECT
    row_id,
    $field,
    raw,
    NULL,
    ['FLD043'],
    [],
    NULL
FROM open_row
ANTI JOIN chosen USING (row_id)
