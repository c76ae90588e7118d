-- A name that no class of the school bears does not contradict the code ("Lớp 6A" for 6A).
WITH named_otherwise AS (
    SELECT
        s.row_id,
        s.school_code,
        s.class_name AS given_name,
        c.class_name AS own_name
    FROM student AS s
    JOIN class_of_student AS m ON m.row_id = s.row_id
    JOIN accepted_class AS c ON c.row_id = m.class_row_id
    WHERE s.class_code IS NOT NULL AND s.class_name <> c.class_name
),
-- Folding is dear: once for each pair of names that a school uses.
name_pair AS (
    SELECT
        school_code,
        given_name,
        own_name,
        fold(given_name) AS folded_name
    FROM (
        SELECT DISTINCT
            school_code,
            given_name,
            own_name
        FROM named_otherwise
    ) AS p
    WHERE fold(given_name) <> fold(own_name)
),
class_name AS (
    SELECT DISTINCT
        school_code,
        fold(class_name) AS folded_name
    FROM accepted_class
),
contradiction AS (
    SELECT
        p.school_code,
        p.given_name,
        p.own_name
    FROM name_pair AS p
    JOIN class_name AS n ON n.school_code = p.school_code AND n.folded_name = p.folded_name
)
SELECT
    s.row_id,
    'class_code' AS field,
    s.class_code AS value,
    s.class_name AS found
FROM contradiction AS x
JOIN named_otherwise AS o
    ON o.school_code = x.school_code
    AND o.given_name = x.given_name
    AND o.own_name = x.own_name
JOIN student AS s ON s.row_id = o.row_id
UNION ALL
SELECT
    s.row_id,
    'class_name',
    s.class_name,
    s.class_name
FROM class_of_student AS m
JOIN student AS s ON s.row_id = m.row_id
WHERE m.classes > 1
