-- Corrections whose cell neither says the old value nor the new one as it was written: what it says may be the new one in another spelling.
CREATE TABLE mended_cell AS
SELECT
    m.correction_id,
    c.dataset,
    c.field,
    s.dialect,
    m.said,
    c.new_value
FROM correction_match AS m
JOIN correction AS c ON c.correction_id = m.correction_id
JOIN sheet AS s ON s.sheet_id = place_sheet(m.row_id)
WHERE m.state = 'changed'
  AND m.said <> ''
  AND c.new_value <> ''
