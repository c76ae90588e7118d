SELECT
    s.staff_key,
    s.period,
    s.school_code,
    school.school_key,
    s.staff_group_code,
    staff_group.label_vi AS staff_group_label,
    s.position_code,
    position.label_vi AS position_label,
    s.subject_code,
    subject.label_vi AS subject_label,
    s.level_code,
    level.label_vi AS level_label,
    s.status_code,
    status.label_vi AS status_label,
    s.contract_type_code,
    contract_type.label_vi AS contract_type_label,
    s.weekly_periods,
    s.is_present
FROM assignment_row AS s
LEFT JOIN dim_school AS school
    ON school.school_code = s.school_code
    AND s.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN code AS staff_group ON staff_group.list = 'staff_group' AND staff_group.code = s.staff_group_code
LEFT JOIN code AS position ON position.list = 'position' AND position.code = s.position_code
LEFT JOIN code AS subject ON subject.list = 'teaching_subject' AND subject.code = s.subject_code
LEFT JOIN code AS level ON level.list = 'level' AND level.code = s.level_code
LEFT JOIN code AS status ON status.list = 'staff_status' AND status.code = s.status_code
LEFT JOIN code AS contract_type ON contract_type.list = 'contract_type' AND contract_type.code = s.contract_type_code
