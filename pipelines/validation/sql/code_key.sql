-- Word processors write K’Ho, keyboards K'Ho or K`Ho.
CREATE OR REPLACE TEMP MACRO with_plain_apostrophes(text) AS
    translate(text, '’‘ʼ´`', repeat('''', 5));

-- Every spelling under which a code of a list is found, in small letters: with its accents (Xã Thanh An is not Xã Thạnh An) and folded.
-- rank: 0 code of another system (dialect_code), 1 code, 2 label, 3 alias, 4 name without its kind (Phường, Tỉnh ...), 5 code that lost its leading zeros, 6 i for y (Lí, Lý). Only the best rank of a spelling counts; several rows of one spelling
-- mean that the parent must decide. Only lists that some sheet uses. Codes and places of another time stand in lists named '<list>:past' (FLD013, FLD040).
CREATE OR REPLACE TEMP TABLE code_key AS
WITH place AS (
    SELECT
        CASE WHEN in_force.code IS NULL THEN unit.level || ':past' ELSE unit.level END AS list,
        unit.level,
        unit.code,
        unit.name_vi
    FROM admin_unit AS unit
    LEFT JOIN admin_unit_in_force AS in_force
        ON in_force.level = unit.level AND in_force.code = unit.code AND in_force.valid_from = unit.valid_from
    WHERE unit.level IN (SELECT code_list FROM field_in_sheet)
),
place_name AS (
    SELECT list, code, name_vi AS name, 2 AS rank FROM place
    UNION ALL
    SELECT CASE WHEN a.is_in_force THEN p.list ELSE a.level || ':past' END, p.code, a.alias, 3
    FROM place AS p
    JOIN place_alias AS a ON a.level = p.level AND a.code = p.code
),
-- A list in the codes of another system knows the ministry's codes and labels too, but guesses no zeros.
spoken AS (
    SELECT DISTINCT code_list AS list, code_list AS base_list FROM field_in_sheet
    UNION
    SELECT list, base_list FROM dialect_code WHERE list IN (SELECT code_list FROM field_in_sheet)
),
listed AS (
    SELECT
        CASE WHEN code.is_in_force THEN spoken.list ELSE spoken.list || ':past' END AS list,
        spoken.base_list,
        code.code,
        code.label_vi
    FROM spoken
    JOIN code ON code.list = spoken.base_list
),
named AS (
    SELECT list, ministry_code AS code, code AS text, 0 AS rank FROM dialect_code WHERE ministry_code IS NOT NULL
    UNION ALL
    SELECT list, code, code, 1 FROM listed
    UNION ALL
    SELECT list, code, label_vi, 2 FROM listed
    UNION ALL
    SELECT listed.list, a.code, a.alias, 3 FROM listed JOIN code_alias AS a ON a.list = listed.base_list AND a.code = listed.code
    UNION ALL
    SELECT list, code, ltrim(code, '0'), 5 FROM listed
    WHERE list = base_list AND regexp_matches(code, '^0[0-9]+$') AND ltrim(code, '0') <> ''
    UNION ALL
    SELECT list, code, code, 1 FROM place
    UNION ALL
    SELECT list, code, name, rank FROM place_name
    UNION ALL
    SELECT list, code, without_kind(name), 4 FROM place_name
    UNION ALL
    SELECT list, code, ltrim(code, '0'), 5 FROM place WHERE starts_with(code, '0')
),
folded AS MATERIALIZED (
    SELECT
        *,
        CASE WHEN rank IN (2, 3, 4) THEN with_plain_apostrophes(fold(text)) END AS folded
    FROM named
),
spelling AS (
    SELECT list, code, with_plain_apostrophes(lower(text)) AS key, rank FROM folded
    UNION ALL
    SELECT list, code, folded, rank FROM folded WHERE folded IS NOT NULL
    UNION ALL
    SELECT list, code, replace(folded, 'y', 'i'), 6 FROM folded WHERE contains(folded, 'y')
),
ranked AS (
    SELECT
        list,
        key,
        code,
        min(rank) AS rank
    FROM spelling
    GROUP BY list, key, code
),
-- All codes of a spelling at once: to look for the best rank first and to count afterwards takes half as long again.
spelled AS (
    SELECT
        list,
        key,
        min(rank) AS rank,
        list({'code': code, 'rank': rank}) AS its
    FROM ranked
    GROUP BY list, key
),
kept AS (
    SELECT
        list,
        key,
        rank,
        list_filter(its, lambda one : one.rank = spelled.rank) AS its
    FROM spelled
)
SELECT
    list,
    key,
    unnest(its).code AS code,
    rank,
    len(its) AS codes
FROM kept;

-- The parents that can decide between codes of one spelling.
CREATE OR REPLACE TEMP TABLE code_parent_of AS
SELECT list, code, parent_code FROM code_parent
UNION ALL
SELECT level, code, parent_code FROM admin_unit_in_force WHERE parent_code <> ''
UNION ALL
-- Where there are districts, a ward is in a province too.
SELECT w.level, w.code, d.parent_code
FROM admin_unit_in_force AS w
JOIN admin_unit_in_force AS d ON d.level = 'district' AND d.code = w.parent_code
WHERE w.level = 'ward';

-- Label of every code as messages show it.
CREATE OR REPLACE TEMP TABLE code_name AS
SELECT list, code, label_vi AS label FROM code
UNION ALL
SELECT level, code, min(name_vi) FROM admin_unit_in_force GROUP BY level, code;
