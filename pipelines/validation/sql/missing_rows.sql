-- The lists in which at least 5 rows and more than a tenth of the submission before are missing; in a list of many schools those of each
-- school, else none of them would ever be a tenth. Learners leave and marks are withdrawn one by one; a tenth at once is a list that was sent
-- in parts.
WITH raw_row AS (
    SELECT
        s.sender_code,
        s.is_school,
        FALSE AS is_before,
        {class_of_now} AS class_name,
        {school_of_now} AS school_code,
        {columns}
    FROM {now} AS r
    JOIN sheet AS s ON s.sheet_id = place_sheet(r.row_id)
    WHERE s.sender_code IN (SELECT sender_code FROM replaced_sheet WHERE dataset = {dataset})
      AND s.sheet_id NOT IN (SELECT sheet_id FROM kept_out_sheet)
    UNION ALL
    SELECT
        s.sender_code,
        s.is_school,
        TRUE AS is_before,
        {class_of_before} AS class_name,
        {school_of_before} AS school_code,
        {columns}
    FROM {before} AS r
    JOIN replaced_sheet AS s ON s.sheet_id = place_sheet(r.row_id)
    -- A list of another school, sent by mistake, was never in force (FIL018).
    WHERE NOT s.is_school OR coalesce({school_of_before} = s.sender_code, TRUE)
),
held AS (
    SELECT
        sender_code,
        NOT bool_or(is_school) AND count(DISTINCT is_before) FILTER (WHERE school_code IS NOT NULL) = 2 AS has_schools,
        {held}
    FROM raw_row
    GROUP BY sender_code
),
compared AS (
    SELECT
        r.sender_code,
        r.is_before,
        r.class_name,
        r.school_code,
        {coded}
    FROM raw_row AS r
),
keyed AS (
    SELECT
        r.sender_code,
        r.is_before,
        with_single_spaces(CASE WHEN h.has_schools THEN r.school_code ELSE r.class_name END) AS part,
        -- Codes lose their zeros.
        CASE WHEN h.has_schools THEN coalesce(ltrim(trim(r.school_code), '0'), '') ELSE '' END AS school,
        {keys}
    FROM compared AS r
    JOIN held AS h ON h.sender_code = r.sender_code
),
missing AS (
    SELECT
        b.sender_code,
        b.school,
        b.part
    FROM keyed AS b
    {anti_joins}
    WHERE b.is_before AND ({is_known})
),
before AS (
    SELECT
        b.sender_code,
        b.school,
        count(*) AS n
    FROM keyed AS b
    WHERE b.is_before AND ({is_known})
    GROUP BY
        b.sender_code,
        b.school
),
lacking AS (
    SELECT
        m.sender_code,
        m.school
    FROM missing AS m
    JOIN before AS b ON b.sender_code = m.sender_code AND b.school = m.school
    GROUP BY
        m.sender_code,
        m.school,
        b.n
    HAVING count(*) >= 5 AND 10 * count(*) > b.n
),
counted AS (
    SELECT
        sender_code,
        sum(n) AS n,
        string_agg(concat(part, ': ', n), ', ' ORDER BY part) FILTER (WHERE part IS NOT NULL) AS list
    FROM (
        SELECT
            m.sender_code,
            m.part,
            count(*) AS n
        FROM missing AS m
        SEMI JOIN lacking AS l ON l.sender_code = m.sender_code AND l.school = m.school
        GROUP BY
            m.sender_code,
            m.part
    )
    GROUP BY sender_code
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
),
total AS (
    SELECT
        sender_code,
        sum(n) AS n
    FROM before
    GROUP BY sender_code
)
SELECT
    row_place(p.sheet_id, 0) AS row_id,
    NULL AS field,
    NULL AS value,
    c.n,
    t.n AS expected,
    r.received_on AS found,
    coalesce(' (' || excerpt(c.list) || ')', '') AS list
FROM counted AS c
JOIN total AS t ON t.sender_code = c.sender_code
JOIN place AS p ON p.sender_code = c.sender_code
JOIN replaced AS r ON r.sender_code = c.sender_code
