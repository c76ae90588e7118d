-- Suspect columns whose cells are of the kind of another column of the sheet, or that another column holds (FIL013).
-- sample_cell: sheet_id, field, raw of the first rows; content_kind: what tells the cells of a field from others.
CREATE OR REPLACE TEMP TABLE misplaced_column AS
WITH filled AS (
    SELECT
        sheet_id,
        field,
        count(*) AS cells
    FROM sample_cell
    GROUP BY
        sheet_id,
        field
),
label AS (
    SELECT DISTINCT list, key
    FROM code_key
    WHERE rank IN (2, 3, 4) AND regexp_matches(key, '[a-z]')
),
-- Pairs of columns of which one is suspect.
pairing AS (
    SELECT
        c.sheet_id,
        c.field,
        o.field AS other
    FROM filled AS c
    JOIN filled AS o ON o.sheet_id = c.sheet_id AND o.field <> c.field
    WHERE EXISTS (
        SELECT *
        FROM suspect_column AS s
        WHERE s.sheet_id = c.sheet_id AND s.field IN (c.field, o.field)
    )
),
-- What each cell may be; once a cell, for it may be asked about many columns.
content AS MATERIALIZED (
    SELECT
        sheet_id,
        field,
        fold(text) AS key,
        regexp_matches(text, '^(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}([ T].*)?)$') AS is_date,
        CASE WHEN regexp_matches(text, '^[0-9]+$') THEN length(text) END AS digits,
        is_phone(mended_phone(text)) AS is_phone,
        regexp_matches(raw, '^\S+@\S+$') AS is_email,
        regexp_matches(text, '^\p{Lu}\p{L}*( \p{Lu}\p{L}*)+$') AS is_name
    FROM (SELECT *, tidy(raw) AS text FROM sample_cell)
),
-- How many cells of a column are of the kind of another one.
fit AS (
    SELECT
        p.sheet_id,
        p.field,
        p.other,
        count(*) AS fitting
    FROM pairing AS p
    JOIN content_kind AS k ON k.field = p.other
    LEFT JOIN content_kind AS own ON own.field = p.field
    JOIN content AS c ON c.sheet_id = p.sheet_id AND c.field = p.field
    LEFT JOIN suspect_column AS s ON s.sheet_id = p.sheet_id AND s.field = p.other
    -- Lists share labels (Giáo viên): cells that a right column holds as well may only be of the wrong word.
    LEFT JOIN label AS l ON k.kind = 'code' AND s.field IS NOT NULL AND l.list = k.code_list AND l.key = c.key
    WHERE (own.kind IS NULL OR own.kind <> k.kind OR own.code_list <> k.code_list OR own.digits <> k.digits)
      AND CASE k.kind
        WHEN 'date' THEN c.is_date
        WHEN 'code' THEN l.key IS NOT NULL
        WHEN 'digits' THEN c.digits = k.digits
        WHEN 'phone' THEN c.is_phone
        WHEN 'email' THEN c.is_email
        WHEN 'name' THEN c.is_name
        ELSE FALSE
      END
    GROUP BY
        p.sheet_id,
        p.field,
        p.other
),
telling AS (
    SELECT fit.*
    FROM fit
    JOIN filled USING (sheet_id, field)
    WHERE fitting * 2 >= cells AND fitting >= 5
),
-- Of a suspect column: is_swapped where the other one holds its cells.
pair AS (
    SELECT
        s.sheet_id,
        s.field,
        coalesce(there.other, back.field) AS other,
        back.field IS NOT NULL AS is_swapped
    FROM suspect_column AS s
    LEFT JOIN telling AS there ON there.sheet_id = s.sheet_id AND there.field = s.field
    LEFT JOIN telling AS back
        ON back.sheet_id = s.sheet_id AND back.other = s.field AND back.field = coalesce(there.other, back.field)
    WHERE there.other IS NOT NULL OR back.field IS NOT NULL
)
SELECT
    p.sheet_id,
    p.field,
    p.other,
    p.is_swapped
FROM pair AS p
QUALIFY row_number() OVER (PARTITION BY p.sheet_id, p.field ORDER BY p.is_swapped DESC, p.other IN (SELECT field FROM suspect_column) DESC, p.other) = 1;

-- One finding tells it: what there was to say about the single cells of these columns is left out.
DELETE FROM noted_cell
WHERE EXISTS (SELECT * FROM misplaced_column AS m WHERE m.sheet_id = place_sheet(noted_cell.row_id) AND m.field = noted_cell.field);
