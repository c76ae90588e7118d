-- Rows that wait for correction are counted: the person is there all the same. The finding points to full_name, since it names a person.
-- In a list of many schools, the first row of one without a head says which school is meant.
WITH leaders AS (
    SELECT
        school_code,
        min(sender_code) AS sender_code,
        min(CASE WHEN position_code IN ('01', '05') THEN row_id END) AS head_row_id,
        min(row_id) AS first_row_id,
        count(DISTINCT CASE WHEN position_code IN ('01', '05') THEN staff_code END) AS heads,
        count(DISTINCT CASE WHEN position_code IN ('02', '06') THEN staff_code END) AS deputies,
        min(CASE WHEN position_code IN ('01', '05') THEN fold(full_name) END) AS head_name
    FROM leading_staff
    WHERE status_code IN ('01', '07')
    GROUP BY school_code
),
named AS (
    SELECT
        school_code,
        min(principal_name) AS principal_name
    FROM accepted_school
    GROUP BY school_code
)
SELECT
    CASE
        WHEN l.head_row_id IS NOT NULL THEN l.head_row_id
        WHEN l.school_code = l.sender_code THEN row_place(place_sheet(l.first_row_id), 0)
        ELSE l.first_row_id
    END AS row_id,
    'full_name' AS field,
    n.principal_name AS value,
    l.heads AS n
FROM leaders AS l
LEFT JOIN named AS n ON n.school_code = l.school_code
WHERE l.heads <> 1
   OR l.deputies > 4
   OR fold(n.principal_name) <> l.head_name
