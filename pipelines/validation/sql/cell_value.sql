-- From the distinct cells of the typed fields (raw_value: field, raw) to their values. One row per distinct cell:
-- value (text of the typed value), partial and year (dates known in part), problem (rule that the cell breaks, with
-- suggestion), repair (rules under which it was mended).
CREATE OR REPLACE TEMP TABLE cell AS
WITH bare AS (
    SELECT
        v.*,
        f.* EXCLUDE (key, dataset, name),
        tidy(v.raw) AS text,
        nfc_normalize(v.raw) AS composed
    FROM raw_value AS v
    JOIN field_in_sheet AS f ON f.key = v.field
)
SELECT
    * EXCLUDE (composed),
    fold(text) AS folded,
    list_filter(
        [
            CASE WHEN composed <> raw THEN 'FLD018' END,
            CASE WHEN text IS DISTINCT FROM raw AND text IS DISTINCT FROM composed THEN 'FLD019' END
        ],
        lambda rule : rule IS NOT NULL
    ) AS tidied
FROM bare;

-- Codes: by spelling; else "label (code)" and "code - label" whose halves agree; else the other era of the same level. Of the many
-- spellings of a list only those that some cell may mean are joined.
CREATE OR REPLACE TEMP TABLE code_cell AS
WITH spelled AS (
    SELECT
        *,
        regexp_matches(text, '^[0-9]+\.0+$') AS has_point_zero,
        regexp_replace(lower(text), '^([0-9]+)\.0+$', '\1') AS spelled,
        regexp_replace(folded, '^([0-9]+)\.0+$', '\1') AS key,
        nullif(coalesce(
            nullif(regexp_extract(folded, '^(.*\S) ?\(([0-9a-z_]+)\)$', 2), ''),
            regexp_extract(folded, '^([0-9a-z_]+) ?[-:.] ?(\S.*)$', 1)
        ), '') AS code_half,
        nullif(coalesce(
            nullif(regexp_extract(folded, '^(.*\S) ?\(([0-9a-z_]+)\)$', 1), ''),
            regexp_extract(folded, '^([0-9a-z_]+) ?[-:.] ?(\S.*)$', 2)
        ), '') AS label_half
    FROM cell
    WHERE type = 'code'
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
    ON whole.code IS NULL AND by_code.list = h.code_list AND by_code.rank IN (0, 1, 5)
    AND by_code.key = h.code_half
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
SELECT DISTINCT field, raw, folded, code_list
FROM code_cell
WHERE whole_code IS NULL AND paired_code IS NULL AND past_code IS NULL AND folded IS NOT NULL
  AND folded NOT IN (SELECT folded FROM placeholder WHERE applies_to IN ('any', code_list));

-- FLD012: the one label near an unknown spelling. Only the 2,000 shortest unknown spellings of a field are compared, so that a column
-- of names under a list of wards does not cost millions of comparisons; the others are FLD011.
CREATE OR REPLACE TEMP TABLE near_code AS
WITH few AS (
    SELECT *
    FROM unknown_code
    QUALIFY row_number() OVER (PARTITION BY field ORDER BY length(raw), raw) <= 2000
),
near AS (
    SELECT DISTINCT u.field, u.raw, k.code, l.label
    FROM few AS u
    JOIN code_key AS k ON k.list = u.code_list AND k.rank IN (2, 4) AND similarity(u.folded, k.key) >= 0.90
    JOIN code_name AS l ON l.list = k.list AND l.code = k.code
)
SELECT field, raw, min(label) AS suggestion
FROM near
GROUP BY field, raw
HAVING count(DISTINCT code) = 1;

CREATE OR REPLACE TEMP TABLE date_cell AS
WITH written AS (
    SELECT
        *,
        CASE
            WHEN regexp_matches(text, '^\d{1,2}/\d{1,2}/\d{4}$') THEN 'dmy'
            WHEN regexp_matches(text, '^\d{4}-\d{2}-\d{2} 00:00:00$') THEN 'iso'
        END AS form
    FROM cell
    WHERE type = 'date'
),
shaped AS (
    -- Most dates are written in one of two ways: the other forms are dear to look for.
    SELECT
        *,
        CASE
            WHEN form = 'dmy' THEN {'d': split_part(text, '/', 1), 'm': split_part(text, '/', 2), 'y': split_part(text, '/', 3)}
            ELSE {'d': '', 'm': '', 'y': ''}
        END AS dmy,
        FALSE AS has_short_year,
        CASE
            WHEN form = 'iso' THEN {'y': left(text, 4), 'm': substr(text, 6, 2), 'd': substr(text, 9, 2)}
            ELSE {'y': '', 'm': '', 'd': ''}
        END AS iso,
        {'m': '', 'y': ''} AS known,
        NULL::DOUBLE AS serial
    FROM written
    WHERE form IS NOT NULL
    UNION ALL
    SELECT
        * EXCLUDE (long, short, in_words, iso, known, serial),
        CASE
            WHEN long.y = '' AND short.y <> '' AND is_past_event THEN {'d': short.d, 'm': short.m, 'y': full_year(short.y)}
            WHEN long.y = '' AND in_words.y <> '' THEN in_words
            ELSE long
        END AS dmy,
        long.y = '' AND short.y <> '' AND is_past_event AS has_short_year,
        iso,
        known,
        serial
    FROM (
        SELECT
            *,
            regexp_extract(text, '^(\d{1,2}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{4})(?:[ T]\d{1,2}:\d{2}.*)?$', ['d', 'm', 'y']) AS long,
            regexp_extract(text, '^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})$', ['d', 'm', 'y']) AS short,
            regexp_extract(folded, '^(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})$', ['d', 'm', 'y']) AS in_words,
            regexp_extract(text, '^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T].*)?$', ['y', 'm', 'd']) AS iso,
            regexp_extract(text, '^(?:(\d{1,2}) ?[/.\-] ?)?((?:19|20)\d{2})$', ['m', 'y']) AS known,
            TRY_CAST(text AS DOUBLE) AS serial
        FROM written
        WHERE form IS NULL
    )
)
SELECT
    *,
    -- Excel counts days from 30/12/1899; a number that can be a year is read as one.
    coalesce(
        CASE WHEN dmy.y <> '' THEN calendar_day(dmy.y, dmy.m, dmy.d) END,
        CASE WHEN iso.y <> '' THEN calendar_day(iso.y, iso.m, iso.d) END,
        CASE WHEN serial BETWEEN 1 AND 60000 AND known.y = '' THEN DATE '1899-12-30' + floor(serial)::INTEGER END
    ) AS day,
    CASE
        WHEN known.y <> '' AND known.m = '' THEN known.y
        WHEN known.y <> '' AND TRY_CAST(known.m AS INTEGER) BETWEEN 1 AND 12 THEN known.y || '-' || lpad(known.m, 2, '0')
    END AS partial,
    dmy.y <> '' AND TRY_CAST(dmy.m AS INTEGER) > 12 AND TRY_CAST(dmy.d AS INTEGER) <= 12 AS is_month_first,
    dmy.y <> '' AND TRY_CAST(dmy.m AS INTEGER) <= 12 AND TRY_CAST(dmy.d AS INTEGER) <= 12 AND dmy.m <> dmy.d AS can_be_swapped
FROM shaped;

-- A number has up to 15 digits before its decimal sign: so many are exact.
CREATE OR REPLACE TEMP TABLE number_cell AS
SELECT
    *,
    TRY_CAST(
        CASE
            -- Groups of three: the sign between them is no decimal sign where it is repeated, where another one follows,
            -- or where a fraction makes no sense.
            WHEN regexp_matches(packed, '^[-+]?[0-9]{1,3}(\.[0-9]{3}){1,4}(,[0-9]+)?$')
                AND (type = 'integer' OR regexp_matches(packed, '\..*[.,]')) THEN replace(replace(packed, '.', ''), ',', '.')
            WHEN regexp_matches(packed, '^[-+]?[0-9]{1,3}(,[0-9]{3}){1,4}(\.[0-9]+)?$')
                AND (type = 'integer' OR regexp_matches(packed, ',.*[.,]')) THEN replace(packed, ',', '')
            WHEN regexp_matches(packed, '^[-+]?[0-9]{1,15}([.,][0-9]+)?$') THEN replace(packed, ',', '.')
        END AS DOUBLE
    ) AS number
FROM (
    SELECT
        *,
        replace(text, ' ', '') AS packed
    FROM cell
    WHERE type IN ('integer', 'decimal')
);

-- Text that stands for nothing in any cell.
CREATE OR REPLACE TEMP VIEW blank_word AS
SELECT folded FROM placeholder WHERE applies_to = 'any';

CREATE OR REPLACE TEMP TABLE cell_value AS
SELECT
    field,
    raw,
    CASE WHEN codes <= 1 AND NOT is_bare_digit_sex THEN coalesce(whole_code, paired_code, successor_code) END AS value,
    NULL::VARCHAR AS partial,
    NULL::BIGINT AS year,
    codes > 1 AS is_ambiguous,
    CASE
        WHEN folded IS NULL OR is_blank THEN NULL
        WHEN is_bare_digit_sex THEN 'FLD028'
        WHEN coalesce(whole_code, paired_code, successor_code) IS NOT NULL THEN NULL
        WHEN past_code IS NOT NULL THEN 'FLD013'
        WHEN suggestion IS NOT NULL THEN 'FLD012'
        ELSE 'FLD011'
    END AS problem,
    CASE WHEN past_code IS NULL THEN suggestion END AS suggestion,
    list_concat(
        tidied,
        list_filter(
            [
                blank_rule,
                CASE WHEN has_point_zero AND whole_code IS NOT NULL THEN 'FLD020' END,
                CASE WHEN rank = 5 AND NOT is_bare_digit_sex THEN 'FLD017' END,
                CASE WHEN coalesce(whole_code, paired_code) IS NULL AND successor_code IS NOT NULL THEN 'FLD040' END,
                CASE WHEN rank = 0 AND other_codes = '' THEN 'FLD035' END,
                CASE WHEN rank = 0 AND other_codes <> '' THEN 'FLD036' END
            ],
            lambda rule : rule IS NOT NULL
        )
    ) AS repairs
FROM (
    SELECT
        c.* EXCLUDE (whole_code, paired_code, past_code, is_one_past_code),
        min(c.whole_code) AS whole_code,
        min(c.paired_code) AS paired_code,
        min(c.past_code) AS past_code,
        any_value(n.suggestion) AS suggestion,
        any_value(CASE WHEN c.is_one_past_code THEN s.successor_code END) AS successor_code,
        any_value(d.other_codes) AS other_codes,
        bool_or(p.folded IS NOT NULL AND c.whole_code IS NULL) AS is_blank,
        min(p.rule_id) FILTER (WHERE c.whole_code IS NULL) AS blank_rule,
        c.code_list = 'sex' AND c.folded IN ('0', '1') AS is_bare_digit_sex
    FROM code_cell AS c
    LEFT JOIN near_code AS n ON n.field = c.field AND n.raw = c.raw
    LEFT JOIN placeholder AS p ON p.folded = c.folded AND p.applies_to IN ('any', c.code_list)
    LEFT JOIN dialect_code AS d ON d.list = c.code_list AND d.code = c.folded
    LEFT JOIN only_successor AS s ON s.list = c.code_list AND s.code = c.past_code
    GROUP BY c.field, c.raw, c.text, c.folded, c.code_list, c.tidied, c.has_point_zero, c.codes, c.rank
)
UNION ALL
SELECT
    field,
    raw,
    CASE WHEN day >= DATE '1900-01-01' THEN day::VARCHAR END,
    CASE WHEN allows_partial_date THEN partial END,
    CASE WHEN day IS NOT NULL THEN year(day) WHEN allows_partial_date THEN left(partial, 4)::BIGINT END,
    FALSE,
    CASE
        WHEN text IS NULL OR p.folded IS NOT NULL THEN NULL
        WHEN day < DATE '1900-01-01' OR (serial < 1 AND dmy.y = '' AND iso.y = '') THEN 'FLD006'
        WHEN day IS NOT NULL THEN NULL
        WHEN partial IS NOT NULL AND allows_partial_date THEN 'FLD007'
        ELSE 'FLD003'
    END,
    NULL,
    list_concat(
        tidied,
        CASE WHEN p.folded IS NOT NULL THEN ['FLD022'] WHEN has_short_year AND day IS NOT NULL THEN ['FLD037'] ELSE [] END
    )
FROM date_cell
LEFT JOIN blank_word AS p USING (folded)
UNION ALL
SELECT
    c.field,
    c.raw,
    CASE
        WHEN type = 'integer' AND number = floor(number) THEN number::BIGINT::VARCHAR
        WHEN type = 'decimal' THEN number::VARCHAR
    END,
    NULL,
    NULL,
    FALSE,
    CASE
        WHEN text IS NULL OR p.folded IS NOT NULL THEN NULL
        WHEN number IS NULL THEN CASE WHEN type = 'integer' THEN 'FLD008' ELSE 'FLD009' END
        WHEN type = 'integer' AND number <> floor(number) THEN 'FLD008'
        WHEN number < minimum OR number > maximum THEN 'FLD010'
    END,
    NULL,
    list_concat(tidied, CASE WHEN p.folded IS NOT NULL THEN [p.rule_id] ELSE [] END)
FROM number_cell AS c
LEFT JOIN placeholder AS p ON p.folded = c.folded AND p.applies_to IN ('any', c.unit)
UNION ALL
-- A school year may be written 2025-2026: it is named by its first year.
SELECT
    field,
    raw,
    nullif(regexp_extract(folded, '^((?:19|20)[0-9]{2})(?:\.0+| ?[-/] ?20[0-9]{2})?$', 1), ''),
    NULL,
    NULL,
    FALSE,
    CASE
        WHEN text IS NULL OR p.folded IS NOT NULL THEN NULL
        WHEN NOT regexp_matches(folded, '^(19|20)[0-9]{2}(\.0+| ?[-/] ?20[0-9]{2})?$') THEN 'FLD015'
    END,
    NULL,
    list_concat(tidied, CASE WHEN p.folded IS NOT NULL THEN ['FLD022'] ELSE [] END)
FROM cell
LEFT JOIN blank_word AS p USING (folded)
WHERE type = 'year'
UNION ALL
SELECT
    field,
    raw,
    CASE WHEN w.is_yes THEN 'true' WHEN NOT w.is_yes THEN 'false' END,
    NULL,
    NULL,
    FALSE,
    CASE WHEN text IS NOT NULL AND w.is_yes IS NULL AND p.folded IS NULL THEN 'FLD016' END,
    NULL,
    list_concat(tidied, CASE WHEN p.folded IS NOT NULL AND w.is_yes IS NULL THEN ['FLD022'] ELSE [] END)
FROM cell
LEFT JOIN yes_no AS w ON w.folded = regexp_replace(cell.folded, '^([0-9]+)\.0+$', '\1')
LEFT JOIN blank_word AS p ON p.folded = cell.folded
WHERE type = 'boolean';

-- They are large, and nobody asks for them any more.
DROP TABLE raw_cell;
DROP TABLE raw_value;
DROP TABLE cell;
DROP TABLE code_cell;
DROP TABLE number_cell;
