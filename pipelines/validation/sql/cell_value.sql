-- What the distinct cells of the typed fields are worth. One row each: value (text of the typed value), partial and year (dates known in
-- part), problem (rule that the cell breaks, with suggestion), repairs (rules under which it was mended).

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
    CASE WHEN past_code IS NULL THEN suggestion ELSE later_places END AS suggestion,
    list_concat(
        tidied,
        list_filter(
            [
                blank_rule,
                CASE WHEN has_point_zero AND whole_code IS NOT NULL AND NOT is_bare_digit_sex THEN 'FLD020' END,
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
        c.* EXCLUDE (key, is_place, whole_code, paired_code, past_code, is_one_past_code),
        min(c.whole_code) AS whole_code,
        min(c.paired_code) AS paired_code,
        min(c.past_code) AS past_code,
        any_value(n.suggestion) AS suggestion,
        any_value(CASE WHEN c.is_one_past_code THEN s.successor_code END) AS successor_code,
        any_value(CASE WHEN c.is_one_past_code THEN w.labels END) AS later_places,
        any_value(d.other_codes) AS other_codes,
        bool_or(p.folded IS NOT NULL AND c.whole_code IS NULL) AS is_blank,
        min(p.rule_id) FILTER (WHERE c.whole_code IS NULL) AS blank_rule,
        c.code_list = 'sex' AND regexp_matches(c.folded, '^[01](\.0+)?$') AS is_bare_digit_sex
    FROM code_cell AS c
    LEFT JOIN near_code AS n ON n.field = c.field AND n.raw = c.raw
    LEFT JOIN placeholder AS p ON p.folded = c.folded AND p.applies_to IN ('any', c.code_list)
    LEFT JOIN dialect_code AS d ON d.list = c.code_list AND d.code = c.folded
    LEFT JOIN only_successor AS s ON s.list = c.code_list AND s.code = c.past_code
    LEFT JOIN later_place AS w ON w.list = c.code_list AND w.code = c.past_code
    GROUP BY c.field, c.raw, c.text, c.folded, c.code_list, c.tidied, c.has_point_zero, c.codes, c.rank
)
UNION ALL
SELECT
    field,
    raw,
    CASE WHEN day >= DATE '1900-01-01' THEN day::VARCHAR END,
    CASE WHEN allows_partial_date THEN partial END,
    CASE WHEN day >= DATE '1900-01-01' THEN year(day) WHEN allows_partial_date THEN left(partial, 4)::BIGINT END,
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
        WHEN other_number IS NOT NULL THEN 'FLD044'
    END,
    other_number,
    list_concat(tidied, CASE WHEN p.folded IS NOT NULL THEN [p.rule_id] ELSE [] END)
FROM number_cell AS c
LEFT JOIN placeholder AS p ON p.folded = c.folded AND p.applies_to IN ('any', c.unit)
UNION ALL
-- A school year may be written 2025-2026: it is named by its first year. Of other years (of an exam, a budget) nobody knows which is meant.
SELECT
    field,
    raw,
    nullif(year, ''),
    NULL,
    NULL,
    FALSE,
    CASE WHEN text IS NOT NULL AND p.folded IS NULL AND year = '' THEN 'FLD015' END,
    NULL,
    list_concat(tidied, CASE WHEN p.folded IS NOT NULL THEN ['FLD022'] ELSE [] END)
FROM (
    SELECT
        *,
        regexp_extract(
            CASE
                WHEN ends_with(field, '.school_year') THEN regexp_replace(folded, '^nam hoc | ?[-–/] ?20[0-9]{2}$', '', 'g')
                ELSE folded
            END,
            '^((?:19|20)[0-9]{2})(?:\.0+)?$',
            1
        ) AS year
    FROM cell
    WHERE type = 'year'
)
LEFT JOIN blank_word AS p USING (folded)
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

-- The running number of a row decides nothing about it: what is none is passed over.
UPDATE cell_value
SET
    value = CASE WHEN problem IS NULL THEN value END,
    problem = NULL,
    repairs = []
WHERE field IN (SELECT key FROM field_in_sheet WHERE name = 'sequence_no');

-- They are large, and nobody asks for them any more.
DROP TABLE cell;
DROP TABLE code_cell;
DROP TABLE number_cell;
