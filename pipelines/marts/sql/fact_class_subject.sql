WITH known AS (
    -- A class that has no code yet is known by its name.
    SELECT
        school_code,
        period,
        class_key,
        class_code IS NULL AS is_named,
        coalesce(class_code, class_name) AS name,
        fold(coalesce(class_code, class_name)) AS folded_name,
        bare_class_name(folded_name) AS bare_name
    FROM dim_class
),

class_named AS (
    -- The names in use: as a class is called, else folded, else bare (as in XSC028), where that is one class.
    SELECT
        told.school_code,
        told.period,
        told.class_code,
        coalesce(
            arg_min(k.class_key, k.is_named) FILTER (WHERE k.name = told.class_code),
            CASE
                WHEN count(*) FILTER (WHERE k.folded_name = fold(told.class_code)) = 1
                    THEN min(k.class_key) FILTER (WHERE k.folded_name = fold(told.class_code))
                WHEN count(*) = 1 THEN min(k.class_key)
            END
        ) AS class_key
    FROM (SELECT DISTINCT school_code, period, class_code FROM accepted_class_subject) AS told
    JOIN known AS k
        ON k.school_code = told.school_code AND k.period = told.period
        AND k.bare_name = bare_class_name(fold(told.class_code))
    GROUP BY told.school_code, told.period, told.class_code
)

SELECT
    class.class_key,
    r.period,
    r.school_code,
    school.school_key,
    r.school_year,
    r.subject_code,
    subject.label_vi AS subject_label,
    r.term_code,
    term.label_vi AS term_label,
    coalesce(of_term.staff_key, of_subject.staff_key) AS teacher_staff_key,
    r.is_specialised_subject,
    r.is_vnen_subject,
    r.term1_periods,
    r.term2_periods,
    r.term1_score_weight,
    r.term2_score_weight,
    r.assessment_method_code,
    assessment_method.label_vi AS assessment_method_label,
    p.position AS sheet_position,
    place_row(r.row_id) AS excel_row
FROM accepted_class_subject AS r
JOIN collection AS c ON c.period = r.period
JOIN sheet_position AS p ON p.sheet_id = place_sheet(r.row_id)
LEFT JOIN class_named AS class
    ON class.school_code = r.school_code AND class.period = r.period AND class.class_code = r.class_code
LEFT JOIN staff_by_code AS of_term
    ON of_term.school_code = r.school_code AND of_term.period = r.period AND of_term.staff_code = r.term_teacher_staff_code
LEFT JOIN staff_by_code AS of_subject
    ON of_subject.school_code = r.school_code AND of_subject.period = r.period AND of_subject.staff_code = r.teacher_staff_code
LEFT JOIN dim_school AS school
    ON school.school_code = r.school_code
    AND c.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN code AS subject ON subject.list = 'subject' AND subject.code = r.subject_code
LEFT JOIN code AS term ON term.list = 'term' AND term.code = r.term_code
LEFT JOIN code AS assessment_method ON assessment_method.list = 'assessment_method' AND assessment_method.code = r.assessment_method_code
