-- Dates in every form people write them, Excel's day numbers included; a year alone, or a month, is kept as known in part.
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
            regexp_extract(text, '^(\d{1,2}) ?[/.\-–] ?(\d{1,2}) ?[/.\-–] ?(\d{4})(?:[ T]\d{1,2}:\d{2}.*)?$', ['d', 'm', 'y']) AS long,
            regexp_extract(text, '^(\d{1,2})[/.\-–](\d{1,2})[/.\-–](\d{2})$', ['d', 'm', 'y']) AS short,
            regexp_extract(folded, '^(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})$', ['d', 'm', 'y']) AS in_words,
            regexp_extract(text, '^(\d{4})[/.\-–](\d{1,2})[/.\-–](\d{1,2})(?:[ T].*)?$', ['y', 'm', 'd']) AS iso,
            regexp_extract(text, '^(?:(\d{1,2}) ?[/.\-–] ?)?((?:19|20)\d{2})$', ['m', 'y']) AS known,
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
    dmy.y <> '' AND TRY_CAST(dmy.m AS INTEGER) <= 12 AND TRY_CAST(dmy.d AS INTEGER) <= 12 AND dmy.m <> dmy.d AS can_be_swapped,
    -- As workbooks store dates; others are texts.
    iso.y <> '' AS is_stored
FROM shaped;
