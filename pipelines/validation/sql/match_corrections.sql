-- What becomes of the corrections of one dataset: a row of table correction_match for each, with the cell it finds. {columns} are those
-- of the raw rows that some correction names.
INSERT INTO correction_match
WITH corrected_sheet AS (
    SELECT
        s.*,
        s.sheet_id IN (SELECT sheet_id FROM sheet_without_rows) AS is_kept_out
    FROM sheet AS s
    SEMI JOIN correction AS c ON c.sender_code = s.sender_code AND c.dataset = s.dataset
    WHERE s.dataset = $dataset
),
cell AS (
    SELECT
        row_id,
        field,
        said
    FROM (
        SELECT
            row_id,
            {columns}
        FROM {raw}
        WHERE place_sheet(row_id) IN (SELECT sheet_id FROM corrected_sheet)
    ) AS r
    UNPIVOT INCLUDE NULLS (said FOR field IN ({columns}))
),
row_named AS (
    SELECT
        c.correction_id,
        k.row_id,
        s.is_kept_out,
        s.sequence
    FROM correction AS c
    JOIN corrected_sheet AS s ON s.sender_code = c.sender_code AND s.dataset = c.dataset
    JOIN cell AS k ON place_sheet(k.row_id) = s.sheet_id AND k.field = c.key_field AND tidy(k.said) = tidy(c.key_value)
    UNION ALL
    SELECT
        c.correction_id,
        row_place(s.sheet_id, c.excel_row),
        s.is_kept_out,
        s.sequence
    FROM correction AS c
    JOIN corrected_sheet AS s
        ON s.sender_code = c.sender_code
        AND s.dataset = c.dataset
        AND s.file = c.file
        AND s.sheet = c.sheet
),
-- A sheet that is kept out as a whole says nothing where an earlier one stands, and a standing row gives way to a newer one.
corrected_row AS (
    SELECT *
    FROM row_named
    QUALIFY rank() OVER (PARTITION BY correction_id ORDER BY is_kept_out, sequence DESC) = 1
),
found AS (
    SELECT
        c.correction_id,
        min(k.row_id) AS row_id,
        count(k.row_id) AS rows,
        min(k.said) AS said
    FROM correction AS c
    LEFT JOIN corrected_row AS r ON r.correction_id = c.correction_id
    LEFT JOIN cell AS k ON k.row_id = r.row_id AND k.field = c.field
    WHERE c.dataset = $dataset
    GROUP BY c.correction_id
)
SELECT
    f.correction_id,
    f.row_id,
    f.said,
    CASE
        WHEN f.rows = 0 THEN 'absent'
        WHEN f.rows > 1 THEN 'ambiguous'
        WHEN coalesce(tidy(f.said), '') = coalesce(tidy(c.new_value), '') THEN 'done'
        WHEN coalesce(tidy(f.said), '') <> coalesce(tidy(c.old_value), '') THEN 'changed'
        WHEN row_number() OVER (PARTITION BY f.row_id, c.field, f.rows = 1 ORDER BY f.correction_id) > 1 THEN 'repeated'
        ELSE 'applied'
    END AS state
FROM found AS f
JOIN correction AS c ON c.correction_id = f.correction_id
