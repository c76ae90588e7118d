-- Codes: by spelling; else "label (code)", "label (other name)" and "code - label" whose halves agree; else the other era of the same level.
-- Of the many spellings of a list only those that some cell may mean are joined.
CREATE OR REPLACE TEMP TABLE code_cell AS
WITH small AS (
    SELECT
        *,
        regexp_matches(text, '^[0-9]+\.0+$') AS has_point_zero,
        regexp_replace(with_plain_apostrophes(lower(text)), '^([0-9]+)\.0+$', '\1') AS small,
        regexp_replace(with_plain_apostrophes(folded), '^([0-9]+)\.0+$', '\1') AS small_folded,
        code_list IN (SELECT level FROM place_kind) AS is_place
    FROM cell
    WHERE type = 'code'
),
-- Places as their lists write them: P. and Q.1 are Phường and Quận 1, hyphens stand between spaces.
placed AS (
    SELECT
        s.*,
        CASE WHEN is_place THEN as_place(s.small, k.kind) ELSE s.small END AS spelled,
        CASE WHEN is_place THEN as_place(s.small_folded, k.folded_kind) ELSE s.small_folded END AS key
    FROM small AS s
    LEFT JOIN place_kind AS k ON k.level = s.code_list AND k.short = short_kind(s.folded)
),
spelled AS (
    SELECT
        *,
        nullif(coalesce(
            nullif(regexp_extract(key, '^(.*\S) ?\(([^()]+)\)$', 2), ''),
            regexp_extract(key, '^([0-9a-z_]+) ?[-:.] ?(\S.*)$', 1)
        ), '') AS code_half,
        nullif(coalesce(
            nullif(regexp_extract(key, '^(.*\S) ?\(([^()]+)\)$', 1), ''),
            regexp_extract(key, '^([0-9a-z_]+) ?[-:.] ?(\S.*)$', 2)
        ), '') AS label_half
    FROM placed
),
asked AS (
    SELECT DISTINCT
        code_list,
        unnest([spelled, key, replace(key, 'y', 'i'), code_half, label_half]) AS key
    FROM spelled
),
meant AS (
    SELECT k.*
    FROM code_key AS k
    SEMI JOIN asked AS a ON a.code_list = k.list AND a.key = k.key
),
past AS (
    SELECT
        a.code_list AS list,
        k.key,
        min(k.code) AS code,
        min(k.code) = max(k.code) AS is_one
    FROM code_key AS k
    JOIN asked AS a ON a.code_list || ':past' = k.list AND a.key = k.key
    GROUP BY a.code_list, k.key
)
SELECT
    h.field,
    h.raw,
    h.text,
    h.folded,
    h.key,
    h.is_place,
    h.code_list,
    h.tidied,
    h.has_point_zero,
    whole.code AS whole_code,
    coalesce(whole.codes, 0) AS codes,
    coalesce(whole.rank, 0) AS rank,
    paired.code AS paired_code,
    past.code AS past_code,
    coalesce(past.is_one, FALSE) AS is_one_past_code
FROM spelled AS h
LEFT JOIN (SELECT DISTINCT list, key FROM meant) AS exact ON exact.list = h.code_list AND exact.key = h.spelled
LEFT JOIN (SELECT DISTINCT list, key FROM meant) AS bare ON bare.list = h.code_list AND bare.key = h.key
LEFT JOIN meant AS whole
    ON whole.list = h.code_list
    AND whole.key = CASE
        WHEN exact.key IS NOT NULL THEN h.spelled
        WHEN bare.key IS NOT NULL THEN h.key
        ELSE replace(h.key, 'y', 'i')
    END
LEFT JOIN meant AS by_code
    ON whole.code IS NULL AND by_code.list = h.code_list AND by_code.key = h.code_half
LEFT JOIN meant AS paired
    ON paired.list = by_code.list AND paired.code = by_code.code AND paired.rank IN (2, 3, 4)
    AND paired.key = h.label_half
LEFT JOIN past ON past.list = h.code_list AND past.key = h.key;

-- Spellings that several codes share; the parent field of the row decides (see typed select).
CREATE OR REPLACE TEMP TABLE candidate AS
SELECT DISTINCT
    c.field,
    c.raw,
    p.parent_code,
    c.whole_code AS value
FROM code_cell AS c
JOIN code_parent_of AS p ON p.list = c.code_list AND p.code = c.whole_code
WHERE c.codes > 1;

CREATE OR REPLACE TEMP TABLE unknown_code AS
SELECT DISTINCT field, raw, key, is_place, code_list
FROM code_cell
WHERE whole_code IS NULL AND paired_code IS NULL AND past_code IS NULL AND folded IS NOT NULL
  AND folded NOT IN (SELECT folded FROM placeholder WHERE applies_to IN ('any', code_list));
