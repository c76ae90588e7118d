WITH verified AS (
    SELECT
        person_type,
        person_key
    FROM fact_verification
    WHERE status = 'verified'
),

learners AS (
    SELECT
        e.period,
        e.school_key,
        count(*) AS learners,
        count(v.person_key) AS verified_learners,
        count(female.code) AS girls,
        count(s.sex_code) - count(female.code) AS boys
    FROM fact_enrolment AS e
    JOIN dim_period AS p ON p.period = e.period
    JOIN dim_student AS s
        ON s.learner_key = e.learner_key
        AND p.census_date BETWEEN s.valid_from AND coalesce(s.valid_to, DATE '9999-12-31')
    LEFT JOIN code_group AS female ON female.code_group = 'female' AND female.code = s.sex_code
    LEFT JOIN verified AS v ON v.person_type = 'learner' AND v.person_key = e.learner_key
    WHERE e.is_active
    GROUP BY e.period, e.school_key
),

classes AS (
    SELECT
        period,
        school_key,
        count(*) AS classes
    FROM dim_class
    GROUP BY period, school_key
),

teachers AS (
    SELECT
        a.period,
        a.school_key,
        count(*) AS teachers
    FROM fact_staff_assignment AS a
    JOIN code_group AS teacher ON teacher.code_group = 'teacher' AND teacher.code = a.staff_group_code
    WHERE a.is_present
    GROUP BY a.period, a.school_key
),

staff AS (
    SELECT
        a.period,
        a.school_key,
        count(*) AS staff,
        count(v.person_key) AS verified_staff
    FROM fact_staff_assignment AS a
    LEFT JOIN verified AS v ON v.person_type = 'staff' AND v.person_key = a.staff_key
    WHERE a.is_present
    GROUP BY a.period, a.school_key
),

school_figures AS (
    SELECT
        period,
        school_key,
        coalesce(learners.learners, 0) AS learners,
        coalesce(learners.girls, 0) AS girls,
        coalesce(learners.boys, 0) AS boys,
        coalesce(classes.classes, 0) AS classes,
        coalesce(teachers.teachers, 0) AS teachers,
        coalesce(learners.verified_learners, 0) AS verified_learners,
        coalesce(staff.staff, 0) AS staff,
        coalesce(staff.verified_staff, 0) AS verified_staff
    FROM learners
    FULL JOIN classes USING (period, school_key)
    FULL JOIN teachers USING (period, school_key)
    FULL JOIN staff USING (period, school_key)
),

area AS (
    SELECT school_key, 'school' AS area_level, school_code AS area_code, school_name AS area_label FROM dim_school
    UNION ALL
    SELECT school_key, 'ward', ward_code, ward_label FROM dim_school WHERE ward_code IS NOT NULL
    UNION ALL
    SELECT school_key, 'province', province_code, province_label FROM dim_school
    UNION ALL
    SELECT school_key, 'country', 'VN', 'Việt Nam' FROM dim_school
),

area_figures AS (
    SELECT
        f.period,
        a.area_level,
        a.area_code,
        max(a.area_label) AS area_label,
        sum(f.learners) AS learners,
        sum(f.girls) AS girls,
        sum(f.boys) AS boys,
        sum(f.classes) AS classes,
        sum(f.teachers) AS teachers,
        sum(f.verified_learners) AS verified_learners,
        sum(f.staff) AS staff,
        sum(f.verified_staff) AS verified_staff
    FROM school_figures AS f
    JOIN area AS a ON a.school_key = f.school_key
    GROUP BY f.period, a.area_level, a.area_code
),

cell AS (
    -- persons: how many persons the figure tells something about; 0 where it tells of nobody.
    SELECT *, 'learners' AS indicator, learners AS value, learners AS persons FROM area_figures
    UNION ALL
    SELECT *, 'classes', classes, 0 FROM area_figures
    UNION ALL
    SELECT *, 'teachers', teachers, teachers FROM area_figures
    UNION ALL
    SELECT *, 'learners_per_class', learners / classes, learners FROM area_figures WHERE classes > 0
    UNION ALL
    SELECT *, 'share_of_girls', girls / (girls + boys), greatest(least(girls, boys), 1)
    FROM area_figures
    WHERE girls + boys > 0
    UNION ALL
    SELECT *, 'verified_learners_share', verified_learners / learners, learners
    FROM area_figures
    WHERE learners > 0 AND EXISTS (FROM fact_verification)
    UNION ALL
    SELECT *, 'verified_staff_share', verified_staff / staff, staff
    FROM area_figures
    WHERE staff > 0 AND EXISTS (FROM fact_verification)
)

SELECT
    c.indicator,
    i.label_vi AS indicator_label,
    c.area_level,
    c.area_code,
    c.area_label,
    c.period,
    CASE WHEN c.persons BETWEEN 1 AND i.minimum_persons - 1 THEN NULL ELSE c.value END AS value,
    c.persons BETWEEN 1 AND i.minimum_persons - 1 AS is_suppressed
FROM cell AS c
JOIN indicator AS i ON i.indicator = c.indicator
