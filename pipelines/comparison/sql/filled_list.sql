-- What schools filled this period and the last one, and where a column is missed: as in sent_list, for every dataset.
CREATE TEMP TABLE filled AS
SELECT
    dataset,
    school_code,
    field,
    sum(filled) AS filled
FROM counted_now
GROUP BY
    dataset,
    school_code,
    field;

CREATE TEMP TABLE last_filled AS
SELECT
    dataset,
    school_code,
    field,
    sum(rows) AS rows,
    sum(filled) AS filled
FROM counted_last
GROUP BY
    dataset,
    school_code,
    field;

CREATE TEMP TABLE filled_list AS
SELECT
    dataset,
    school_code,
    CASE
        WHEN bool_and(sender_code = school_code) THEN row_place(place_sheet(min(first_row)), 0)
        ELSE min(first_row)
    END AS place,
    sum(rows) AS rows
FROM (
    SELECT DISTINCT
        dataset,
        school_code,
        sender_code,
        first_row,
        rows
    FROM counted_now
)
GROUP BY
    dataset,
    school_code
