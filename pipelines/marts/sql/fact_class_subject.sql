SELECT
    -- A class that has no code yet is known by its name.
    coalesce(class.class_key, named_class.class_key) AS class_key,
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
LEFT JOIN dim_class AS class
    ON class.school_code = r.school_code AND class.period = r.period AND class.class_code = r.class_code
LEFT JOIN dim_class AS named_class
    ON named_class.school_code = r.school_code
    AND named_class.period = r.period
    AND named_class.class_code IS NULL
    AND named_class.class_name = r.class_code
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
