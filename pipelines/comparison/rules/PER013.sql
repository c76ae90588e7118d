-- Who stays in a class of the same name and grade, told by name and birth date: a copied list has those even without ids. Every row of a
-- copy is told, for none of them is this year's.
WITH active AS (
    SELECT
        school_code,
        row_id,
        hash(school_code, full_name, birth_date, class_name, grade_code) AS entry
    FROM student
    WHERE is_active_student(status_code)
),
copied AS (
    SELECT
        a.school_code,
        100.0 * count(b.entry) / count(*) AS percent
    FROM active AS a
    LEFT JOIN (
        SELECT DISTINCT hash(school_code, full_name, birth_date, class_name, grade_code) AS entry
        FROM last_year_student
        WHERE is_active_student(status_code)
    ) AS b ON b.entry = a.entry
    GROUP BY a.school_code
    HAVING count(*) >= 30 AND count(b.entry) >= 0.95 * count(*)
)
SELECT
    s.row_id,
    NULL AS field,
    NULL AS value,
    show_number(c.percent) AS percent
FROM accepted_student AS s
JOIN copied AS c ON c.school_code = s.school_code
