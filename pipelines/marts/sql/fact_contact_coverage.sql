WITH reach AS (
    -- Which of an active learner's contacts the school can use: numbers that are none (FLD027) do not count.
    SELECT
        e.period,
        f.school_key,
        f.class_key,
        coalesce(is_phone(s.phone) OR is_phone(s.landline_phone), FALSE) AS by_phone,
        s.email IS NOT NULL AS by_email,
        coalesce(is_phone(s.father_phone), FALSE) AS by_father,
        coalesce(is_phone(s.mother_phone), FALSE) AS by_mother,
        coalesce(is_phone(s.guardian_phone), FALSE) AS by_guardian
    FROM enrolment_row AS e
    JOIN accepted_student AS s ON s.row_id = e.row_id
    JOIN fact_enrolment AS f
        ON f.learner_key = e.learner_key AND f.period = e.period AND f.school_code = e.school_code
    WHERE e.is_active
),

class_figures AS (
    SELECT
        period,
        school_key,
        class_key,
        count(*) AS learners,
        count_if(by_phone OR by_email) AS by_self,
        count_if(by_father) AS by_father,
        count_if(by_mother) AS by_mother,
        count_if(by_guardian) AS by_guardian,
        count_if(by_phone OR by_father OR by_mother OR by_guardian) AS by_phone,
        count_if(by_email) AS by_email,
        count_if(by_phone OR by_email OR by_father OR by_mother OR by_guardian) AS by_anyone
    FROM reach
    GROUP BY period, school_key, class_key
),

place AS (
    SELECT
        f.*,
        c.class_name,
        s.school_code,
        s.school_name,
        s.ward_code,
        s.ward_label,
        s.province_code,
        s.province_label
    FROM class_figures AS f
    JOIN dim_school AS s ON s.school_key = f.school_key
    LEFT JOIN dim_class AS c ON c.class_key = f.class_key
),

area AS (
    SELECT *, 'class' AS area_level, CAST(class_key AS VARCHAR) AS area_code, class_name AS area_label
    FROM place
    WHERE class_key IS NOT NULL
    UNION ALL
    SELECT *, 'school', school_code, school_name FROM place
    UNION ALL
    SELECT *, 'ward', ward_code, ward_label FROM place WHERE ward_code IS NOT NULL
    UNION ALL
    SELECT *, 'province', province_code, province_label FROM place
    UNION ALL
    SELECT *, 'country', 'VN', 'Việt Nam' FROM place
),

area_figures AS (
    SELECT
        period,
        area_level,
        area_code,
        max(area_label) AS area_label,
        sum(learners) AS learners,
        sum(by_self) AS by_self,
        sum(by_father) AS by_father,
        sum(by_mother) AS by_mother,
        sum(by_guardian) AS by_guardian,
        sum(by_phone) AS by_phone,
        sum(by_email) AS by_email,
        sum(by_anyone) AS by_anyone
    FROM area
    GROUP BY period, area_level, area_code
)

SELECT
    a.area_level,
    a.area_code,
    a.area_label,
    a.period,
    CASE WHEN a.learners >= i.minimum_persons THEN a.learners END AS learners,
    CASE WHEN a.learners >= i.minimum_persons THEN a.by_self END AS reached_by_self,
    CASE WHEN a.learners >= i.minimum_persons THEN a.by_father END AS reached_by_father,
    CASE WHEN a.learners >= i.minimum_persons THEN a.by_mother END AS reached_by_mother,
    CASE WHEN a.learners >= i.minimum_persons THEN a.by_guardian END AS reached_by_guardian,
    CASE WHEN a.learners >= i.minimum_persons THEN a.by_phone END AS reached_by_phone,
    CASE WHEN a.learners >= i.minimum_persons THEN a.by_email END AS reached_by_email,
    CASE WHEN a.learners >= i.minimum_persons THEN a.by_anyone END AS reached,
    a.learners < i.minimum_persons AS is_suppressed
FROM area_figures AS a
-- The same bound as for the number of learners itself.
JOIN indicator AS i ON i.indicator = 'learners'
