-- The list of classes in which the rows of a sender are looked up, school by school: its own, else the school's, else a department's.
CREATE OR REPLACE TEMP TABLE class_list AS
SELECT
    s.sender_code,
    s.school_code,
    min_by(c.sender_code, ROW(c.sender_code <> s.sender_code, c.sender_code <> c.school_code, c.sender_code)) AS listed_by
FROM (SELECT DISTINCT sender_code, school_code FROM student) AS s
JOIN (SELECT DISTINCT sender_code, school_code FROM accepted_class) AS c ON c.school_code = s.school_code
GROUP BY s.sender_code, s.school_code;

-- The accepted class that each learner's row names: by class_code, or by the folded class_name where the code is blank. The code of a class
-- that has none yet is its name.
-- A name that fits none is looked up once more without the word Lớp, spaces and punctuation.
-- classes: how many it fits; class_row_id is NULL unless it is one. A school without any accepted class is left out (XSC001).
CREATE OR REPLACE TEMP TABLE class_of_student AS
WITH class_by_code AS (
    SELECT
        sender_code,
        school_code,
        coalesce(class_code, class_name) AS class_code,
        CASE WHEN count(class_code) > 0 OR count(*) = 1 THEN arg_min(row_id, ROW(class_code IS NULL, row_id)) END AS class_row_id
    FROM accepted_class
    GROUP BY
        sender_code,
        school_code,
        coalesce(class_code, class_name)
),
class_by_name AS (
    SELECT
        sender_code,
        school_code,
        fold(class_name) AS folded_name,
        min(row_id) AS class_row_id,
        count(*) AS classes
    FROM accepted_class
    WHERE class_name IS NOT NULL
    GROUP BY
        sender_code,
        school_code,
        fold(class_name)
),
class_by_bare_name AS (
    SELECT
        sender_code,
        school_code,
        bare_class_name(folded_name) AS bare_name,
        min(class_row_id) AS class_row_id,
        sum(classes) AS classes
    FROM class_by_name
    GROUP BY
        sender_code,
        school_code,
        bare_class_name(folded_name)
),
-- Folding is dear: once for each name that a school uses.
class_name AS (
    SELECT
        n.sender_code,
        n.school_code,
        n.class_name,
        coalesce(b.class_row_id, e.class_row_id) AS class_row_id,
        coalesce(b.classes, e.classes) AS classes
    FROM (
        SELECT DISTINCT
            sender_code,
            school_code,
            class_name
        FROM student
        WHERE class_code IS NULL AND class_name IS NOT NULL
    ) AS n
    JOIN class_list AS l ON l.sender_code = n.sender_code AND l.school_code = n.school_code
    LEFT JOIN class_by_name AS b
        ON b.sender_code = l.listed_by AND b.school_code = n.school_code AND b.folded_name = fold(n.class_name)
    LEFT JOIN class_by_bare_name AS e
        ON e.sender_code = l.listed_by AND e.school_code = n.school_code AND e.bare_name = bare_class_name(fold(n.class_name))
)
SELECT
    s.row_id,
    c.class_row_id,
    CASE WHEN c.class_row_id IS NULL THEN 0 ELSE 1 END AS classes
FROM student AS s
JOIN class_list AS l ON l.sender_code = s.sender_code AND l.school_code = s.school_code
LEFT JOIN class_by_code AS c
    ON c.sender_code = l.listed_by AND c.school_code = s.school_code AND c.class_code = s.class_code
WHERE s.class_code IS NOT NULL
UNION ALL
SELECT
    s.row_id,
    CASE WHEN n.classes = 1 THEN n.class_row_id END AS class_row_id,
    coalesce(n.classes, 0) AS classes
FROM student AS s
JOIN class_name AS n ON n.sender_code = s.sender_code AND n.school_code = s.school_code AND n.class_name = s.class_name
WHERE s.class_code IS NULL
  AND s.class_name IS NOT NULL;

-- Combined classes that are taught together: linked by combined_class_code in either direction, directly or through
-- one other class (a combined class has 2 levels, rarely 3).
CREATE OR REPLACE TEMP TABLE combined_class AS
WITH link AS (
    SELECT
        school_code,
        coalesce(class_code, class_name) AS class_code,
        combined_class_code AS other_code
    FROM accepted_class
    WHERE is_combined AND combined_class_code IS NOT NULL
    UNION
    SELECT
        school_code,
        combined_class_code,
        coalesce(class_code, class_name)
    FROM accepted_class
    WHERE is_combined AND combined_class_code IS NOT NULL
),
near AS (
    SELECT
        school_code,
        class_code,
        least(class_code, min(other_code)) AS first_code
    FROM link
    GROUP BY
        school_code,
        class_code
),
combination AS (
    SELECT
        l.school_code,
        l.class_code,
        least(min(own.first_code), min(other.first_code)) AS combination
    FROM link AS l
    JOIN near AS own ON own.school_code = l.school_code AND own.class_code = l.class_code
    JOIN near AS other ON other.school_code = l.school_code AND other.class_code = l.other_code
    GROUP BY
        l.school_code,
        l.class_code
)
SELECT
    c.row_id,
    c.school_code,
    c.grade_code,
    g.combination
FROM accepted_class AS c
JOIN combination AS g ON g.school_code = c.school_code AND g.class_code = coalesce(c.class_code, c.class_name)
WHERE c.is_combined;
