WITH class_by_name AS (
    -- Rows of learners usually name their class; a name counts where one class of the school bears it. The code of a class that has none
    -- yet is its name.
    SELECT
        school_code,
        period,
        fold(class_name) AS folded_name,
        min(class_key) AS class_key
    FROM dim_class
    GROUP BY school_code, period, folded_name
    HAVING count(*) = 1
),

class_by_bare_name AS (
    SELECT
        school_code,
        period,
        bare_class_name(fold(class_name)) AS bare_name,
        min(class_key) AS class_key
    FROM dim_class
    GROUP BY school_code, period, bare_name
    HAVING count(*) = 1
),

place AS (
    -- Keys are looked up once for all learners of a class.
    SELECT
        told.school_code,
        told.period,
        told.class_code,
        told.class_name,
        school.school_key,
        coalesce(coded.class_key, named.class_key, bare.class_key) AS class_key
    FROM (
        SELECT DISTINCT
            school_code,
            period,
            census_date,
            class_code,
            class_name
        FROM enrolment_row
    ) AS told
    LEFT JOIN dim_school AS school
        ON school.school_code = told.school_code
        AND told.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
    LEFT JOIN dim_class AS coded
        ON coded.school_code = told.school_code AND coded.period = told.period AND coded.class_code = told.class_code
    LEFT JOIN class_by_name AS named
        ON named.school_code = told.school_code AND named.period = told.period
        AND named.folded_name = fold(coalesce(told.class_name, told.class_code))
    LEFT JOIN class_by_bare_name AS bare
        ON bare.school_code = told.school_code AND bare.period = told.period
        AND bare.bare_name = bare_class_name(fold(coalesce(told.class_name, told.class_code)))
)

SELECT
    s.learner_key,
    s.period,
    s.school_code,
    place.school_key,
    place.class_key,
    s.grade_code,
    grade.label_vi AS grade_label,
    s.status_code,
    status.label_vi AS status_label,
    s.admission_type_code,
    admission.label_vi AS admission_type_label,
    s.is_active,
    s.is_boarder,
    s.is_residential
FROM enrolment_row AS s
LEFT JOIN place
    ON place.school_code = s.school_code AND place.period = s.period
    AND place.class_code IS NOT DISTINCT FROM s.class_code AND place.class_name IS NOT DISTINCT FROM s.class_name
LEFT JOIN code AS grade ON grade.list = 'grade' AND grade.code = s.grade_code
LEFT JOIN code AS status ON status.list = 'student_status' AND status.code = s.status_code
LEFT JOIN code AS admission ON admission.list = 'admission_type' AND admission.code = s.admission_type_code
