-- Figures of every province and period by which a person can see whether a release is plausible.
WITH submitted AS (
    SELECT
        r.period,
        r.province_code,
        sum(r.rows_rejected) / nullif(sum(r.rows_read), 0) AS share_of_rows_rejected
    FROM reconciliation AS r
    GROUP BY r.period, r.province_code
),

linked AS (
    SELECT
        s.period,
        s.province_code,
        count_if(s.learner_key IS NULL) / count(*) AS share_of_links_in_review
    FROM student_row AS s
    GROUP BY s.period, s.province_code
),

enrolled AS (
    SELECT
        e.period,
        school.province_code,
        count_if(e.class_key IS NULL) / count(*) AS share_of_enrolments_without_class
    FROM fact_enrolment AS e
    JOIN dim_school AS school ON school.school_key = e.school_key
    GROUP BY e.period, school.province_code
),

judged AS (
    SELECT
        r.period,
        school.province_code,
        count_if(r.learner_key IS NULL) / count(*) AS share_of_results_without_learner
    FROM fact_result AS r
    JOIN dim_school AS school ON school.school_key = r.school_key
    GROUP BY r.period, school.province_code
),

schools AS (
    SELECT
        period,
        province_code,
        count(DISTINCT school_code) AS schools
    FROM (
        SELECT e.period, d.province_code, e.school_code
        FROM fact_enrolment AS e
        JOIN dim_school AS d ON d.school_key = e.school_key
        UNION
        SELECT c.period, d.province_code, c.school_code
        FROM dim_class AS c
        JOIN dim_school AS d ON d.school_key = c.school_key
    ) AS seen
    GROUP BY period, province_code
),

indicators AS (
    SELECT
        period,
        area_code AS province_code,
        max(value) FILTER (WHERE indicator = 'learners') AS learners,
        max(value) FILTER (WHERE indicator = 'teachers') AS teachers,
        max(value) FILTER (WHERE indicator = 'learners_per_class') AS learners_per_class,
        max(value) FILTER (WHERE indicator = 'share_of_girls') AS share_of_girls
    FROM agg_indicator
    WHERE area_level = 'province'
    GROUP BY period, area_code
)

SELECT
    period,
    province_code,
    schools.schools,
    coalesce(indicators.learners, 0) AS learners,
    submitted.share_of_rows_rejected,
    linked.share_of_links_in_review,
    enrolled.share_of_enrolments_without_class,
    judged.share_of_results_without_learner,
    indicators.learners_per_class,
    indicators.share_of_girls,
    indicators.learners / nullif(indicators.teachers, 0) AS learners_per_teacher
FROM schools
LEFT JOIN indicators USING (period, province_code)
LEFT JOIN submitted USING (period, province_code)
LEFT JOIN linked USING (period, province_code)
LEFT JOIN enrolled USING (period, province_code)
LEFT JOIN judged USING (period, province_code)
ORDER BY period, province_code
