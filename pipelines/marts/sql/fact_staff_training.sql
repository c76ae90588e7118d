SELECT
    staff.staff_key,
    r.period,
    r.school_code,
    school.school_key,
    r.school_year,
    r.training_school_name,
    r.speciality_code,
    speciality.label_vi AS speciality_label,
    r.major_name,
    r.start_date,
    r.end_date,
    r.training_mode_code,
    training_mode.label_vi AS training_mode_label,
    r.certificate_code,
    certificate.label_vi AS certificate_label,
    p.position AS sheet_position,
    place_row(r.row_id) AS excel_row
FROM accepted_staff_training AS r
JOIN collection AS c ON c.period = r.period
JOIN sheet_position AS p ON p.sheet_id = place_sheet(r.row_id)
LEFT JOIN staff_by_code AS staff
    ON staff.school_code = r.school_code AND staff.period = r.period AND staff.staff_code = r.staff_code
LEFT JOIN dim_school AS school
    ON school.school_code = r.school_code
    AND c.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN code AS speciality ON speciality.list = 'speciality' AND speciality.code = r.speciality_code
LEFT JOIN code AS training_mode ON training_mode.list = 'training_mode' AND training_mode.code = r.training_mode_code
LEFT JOIN code AS certificate ON certificate.list = 'qualification' AND certificate.code = r.certificate_code
