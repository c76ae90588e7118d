SELECT
    staff.staff_key,
    r.period,
    r.school_code,
    school.school_key,
    r.school_year,
    r.course_code,
    course.label_vi AS course_label,
    r.training_unit_code,
    training_unit.label_vi AS training_unit_label,
    r.organiser_code,
    organiser.label_vi AS organiser_label,
    r.duration_code,
    duration.label_vi AS duration_label,
    r.location_type_code,
    location_type.label_vi AS location_type_label,
    r.delivery_mode_code,
    delivery_mode.label_vi AS delivery_mode_label,
    r.result_code,
    result.label_vi AS result_label,
    p.position AS sheet_position,
    place_row(r.row_id) AS excel_row
FROM accepted_staff_pedagogy_training AS r
JOIN collection AS c ON c.period = r.period
JOIN sheet_position AS p ON p.sheet_id = place_sheet(r.row_id)
LEFT JOIN staff_by_code AS staff
    ON staff.school_code = r.school_code AND staff.period = r.period AND staff.staff_code = r.staff_code
LEFT JOIN dim_school AS school
    ON school.school_code = r.school_code
    AND c.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN code AS course ON course.list = 'pedagogy_course' AND course.code = r.course_code
LEFT JOIN code AS training_unit ON training_unit.list = 'training_provider' AND training_unit.code = r.training_unit_code
LEFT JOIN code AS organiser ON organiser.list = 'training_organiser' AND organiser.code = r.organiser_code
LEFT JOIN code AS duration ON duration.list = 'training_duration' AND duration.code = r.duration_code
LEFT JOIN code AS location_type ON location_type.list = 'training_location' AND location_type.code = r.location_type_code
LEFT JOIN code AS delivery_mode ON delivery_mode.list = 'delivery_mode' AND delivery_mode.code = r.delivery_mode_code
LEFT JOIN code AS result ON result.list = 'pedagogy_course_result' AND result.code = r.result_code
