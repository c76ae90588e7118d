-- Counts only: with a key or a school the measure would tell of a person. Who it was is in restricted.staff_discipline.
WITH figures AS (
    SELECT
        r.period,
        school.province_code,
        max(school.province_label) AS province_label,
        r.discipline_type_code,
        count(*) AS measures,
        count(DISTINCT (r.school_code, r.staff_code)) AS persons
    FROM accepted_staff_discipline AS r
    JOIN collection AS c ON c.period = r.period
    JOIN dim_school AS school
        ON school.school_code = r.school_code
        AND c.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
    WHERE r.discipline_type_code IS NOT NULL
    GROUP BY r.period, school.province_code, r.discipline_type_code
)

SELECT
    f.period,
    f.province_code,
    f.province_label,
    f.discipline_type_code,
    discipline_type.label_vi AS discipline_type_label,
    CASE WHEN f.persons >= i.minimum_persons THEN f.measures END AS measures,
    f.persons < i.minimum_persons AS is_suppressed
FROM figures AS f
-- The same bound as for learners.
JOIN indicator AS i ON i.indicator = 'learners'
LEFT JOIN code AS discipline_type ON discipline_type.list = 'staff_discipline_type' AND discipline_type.code = f.discipline_type_code
