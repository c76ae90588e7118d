-- The lists in which at least 5 rows and more than a tenth of the submission before are missing. Learners leave and marks are withdrawn one by
-- one; a tenth at once is a list that was sent in parts.
WITH raw_row AS (
    SELECT
        s.sender_code,
        FALSE AS is_before,
        {class_name} AS class_name,
        {columns}
    FROM {now} AS r
    JOIN sheet AS s ON s.sheet_id = place_sheet(r.row_id)
    WHERE s.sender_code IN (SELECT sender_code FROM replaced_sheet WHERE dataset = {dataset})
    UNION ALL
    SELECT
        s.sender_code,
        TRUE AS is_before,
        {class_name} AS class_name,
        {columns}
    FROM {before} AS r
    JOIN replaced_sheet AS s ON s.sheet_id = place_sheet(r.row_id)
    WHERE NOT s.is_school OR {is_own}
),
held AS (
    SELECT
        sender_code,
        {held}
    FROM raw_row
    GROUP BY sender_code
),
keyed AS (
    SELECT
        r.sender_code,
        r.is_before,
        with_single_spaces(r.class_name) AS class_name,
        {keys}
    FROM raw_row AS r
    JOIN held AS h ON h.sender_code = r.sender_code
),
missing AS (
    SELECT
        b.sender_code,
        b.class_name
    FROM keyed AS b
    {anti_joins}
    WHERE b.is_before AND ({is_known})
),
class AS (
    SELECT
        sender_code,
        string_agg(concat(class_name, ': ', n), ', ' ORDER BY class_name) AS list
    FROM (
        SELECT
            sender_code,
            class_name,
            count(*) AS n
        FROM missing
        WHERE class_name IS NOT NULL
        GROUP BY
            sender_code,
            class_name
    )
    GROUP BY sender_code
),
counted AS (
    SELECT
        sender_code,
        count(*) AS n
    FROM missing
    GROUP BY sender_code
),
before AS (
    SELECT
        b.sender_code,
        count(*) AS n
    FROM keyed AS b
    WHERE b.is_before AND ({is_known})
    GROUP BY b.sender_code
),
place AS (
    SELECT
        sender_code,
        arg_min(sheet_id, (-sequence, sheet_id)) AS sheet_id
    FROM sheet
    WHERE dataset = {dataset} AND sheet_id NOT IN (SELECT sheet_id FROM kept_out_sheet)
    GROUP BY sender_code
),
replaced AS (
    SELECT
        sender_code,
        show_date(max(received_on)) AS received_on
    FROM replaced_sheet
    WHERE dataset = {dataset}
    GROUP BY sender_code
)
SELECT
    row_place(p.sheet_id, 0) AS row_id,
    NULL AS field,
    NULL AS value,
    c.n,
    b.n AS expected,
    r.received_on AS found,
    coalesce(' (' || excerpt(l.list) || ')', '') AS list
FROM counted AS c
JOIN before AS b ON b.sender_code = c.sender_code
JOIN place AS p ON p.sender_code = c.sender_code
JOIN replaced AS r ON r.sender_code = c.sender_code
LEFT JOIN class AS l ON l.sender_code = c.sender_code
WHERE c.n >= 5 AND 10 * c.n > b.n
