-- A class is known by its code, without one by its name: as it is written, else folded, else by its bare name, where that is one class.
-- Folding is dear: only for what no class is called. A school without any accepted class is left out (XSC001).
WITH known AS (
    SELECT DISTINCT
        school_code,
        coalesce(class_code, class_name) AS name
    FROM accepted_class
),
unknown AS (
    SELECT DISTINCT
        t.school_code,
        t.class_code
    FROM class_subject AS t
    SEMI JOIN known AS school ON school.school_code = t.school_code
    ANTI JOIN known AS k ON k.school_code = t.school_code AND k.name = t.class_code
    WHERE t.class_code IS NOT NULL
),
unfit AS (
    SELECT
        u.school_code,
        u.class_code
    FROM unknown AS u
    LEFT JOIN known AS k
        ON k.school_code = u.school_code
        AND bare_class_name(fold(k.name)) = bare_class_name(fold(u.class_code))
    GROUP BY u.school_code, u.class_code
    HAVING count(k.name) <> 1 AND count(CASE WHEN fold(k.name) = fold(u.class_code) THEN 1 END) <> 1
)
SELECT
    t.row_id,
    'class_code' AS field,
    t.class_code AS value
FROM class_subject AS t
JOIN unfit AS u ON u.school_code = t.school_code AND u.class_code = t.class_code
