-- Files usually give the teacher's name instead of the code. Classes combined with each other count as one.
WITH shared_teacher AS (
    SELECT
        sender_code,
        school_code,
        homeroom_staff_code
    FROM class
    WHERE homeroom_staff_code IS NOT NULL
    GROUP BY sender_code, school_code, homeroom_staff_code
    HAVING count(*) > 1
),
keyed AS (
    SELECT
        c.row_id,
        c.sender_code,
        c.school_code,
        c.homeroom_staff_code,
        c.class_name,
        lower(coalesce(c.class_code, c.class_name)) AS class_key,
        CASE WHEN c.is_combined THEN lower(c.combined_class_code) END AS combined_key
    FROM class AS c
    JOIN shared_teacher AS t
        ON t.sender_code = c.sender_code
        AND t.school_code = c.school_code
        AND t.homeroom_staff_code = c.homeroom_staff_code
),
busy_teacher AS (
    SELECT
        c.sender_code,
        c.school_code,
        c.homeroom_staff_code,
        string_agg(c.class_name, ', ' ORDER BY c.row_id) AS class_names
    FROM keyed AS c
    LEFT JOIN keyed AS other
        ON other.sender_code = c.sender_code
        AND other.school_code = c.school_code
        AND other.class_key = c.combined_key
    GROUP BY c.sender_code, c.school_code, c.homeroom_staff_code
    HAVING count(
        DISTINCT CASE
            WHEN other.combined_key = c.class_key THEN least(c.class_key, c.combined_key)
            ELSE coalesce(c.combined_key, c.class_key)
        END
    ) > 1
)
SELECT
    c.row_id,
    'homeroom_staff_code' AS field,
    c.homeroom_staff_code AS value,
    c.class_name AS shown,
    b.class_names AS list
FROM class AS c
LEFT JOIN busy_teacher AS b
    ON b.sender_code = c.sender_code
    AND b.school_code = c.school_code
    AND b.homeroom_staff_code = c.homeroom_staff_code
WHERE b.class_names IS NOT NULL
   OR (c.homeroom_staff_code IS NULL AND c.homeroom_teacher_name IS NULL)
