-- A row that was said not to be a person is none of the rows that are this person's either.
INSERT INTO other_row
WITH pair AS (
    SELECT
        o.row_id,
        v.row_id AS other_row_id
    FROM other_person AS o
    JOIN verdict AS v ON v.person_key = o.person_key AND v.row_id <> o.row_id
)
SELECT *
FROM pair
UNION
SELECT
    other_row_id AS row_id,
    row_id AS other_row_id
FROM pair
