-- Rows that wait for correction are counted: the class or room is there all the same.
-- DISTINCT: a school may stand in its own list and in its department's.
WITH rooms AS (
    SELECT
        school_code,
        min(CASE WHEN facility_type_code IN ('classroom', 'borrowed_classroom') THEN row_id END) AS classroom_row_id,
        min(row_id) AS first_row_id,
        sum(CASE WHEN facility_type_code IN ('classroom', 'borrowed_classroom') THEN quantity ELSE 0 END) AS quantity
    FROM counted_facility
    GROUP BY school_code
),
classes AS (
    SELECT
        school_code,
        count(*) AS n
    FROM leading_class
    ANTI JOIN repeated_row USING (row_id)
    GROUP BY school_code
),
compared AS (
    SELECT
        coalesce(q.classroom_row_id, row_place(place_sheet(q.first_row_id), 0)) AS row_id,
        coalesce(q.quantity, 0) AS quantity,
        c.n,
        CASE
            WHEN g.level_codes IN ('01', '02') THEN c.n
            WHEN g.level_codes <> '05' THEN CAST(ceil(0.6 * c.n) AS BIGINT)
        END AS minimum
    FROM rooms AS q
    JOIN classes AS c ON c.school_code = q.school_code
    LEFT JOIN accepted_school AS school ON school.school_code = q.school_code
    LEFT JOIN level_group AS g ON g.level_group_code = school.level_group_code
)
SELECT DISTINCT
    row_id,
    'quantity' AS field,
    CAST(quantity AS VARCHAR) AS value,
    n,
    minimum AS limit
FROM compared
WHERE quantity < minimum
   OR quantity > 2 * n
