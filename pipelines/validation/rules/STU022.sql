-- Told once a list: where codes begin anew in every class all its rows would say the same. Rows that repeat another one are told already.
WITH shared_code AS (
    SELECT
        sender_code,
        school_code,
        local_code,
        min(row_id) AS row_id,
        row_number() OVER (PARTITION BY sender_code, school_code ORDER BY min(row_id)) AS position
    FROM student
    ANTI JOIN repeated_row USING (row_id)
    WHERE is_active_student(status_code)
      AND local_code IS NOT NULL
    GROUP BY
        sender_code,
        school_code,
        local_code
    HAVING count(*) > 1
)
SELECT
    CASE WHEN sender_code = school_code THEN row_place(place_sheet(min(row_id)), 0) ELSE min(row_id) END AS row_id,
    'local_code' AS field,
    NULL AS value,
    count(*) AS n,
    string_agg(local_code, ', ' ORDER BY position) FILTER (WHERE position <= 10)
        || CASE WHEN count(*) > 10 THEN ', …' ELSE '' END AS list
FROM shared_code
GROUP BY
    sender_code,
    school_code
