SELECT
    staff.staff_key,
    r.period,
    r.school_code,
    school.school_key,
    r.school_year,
    r.award_type_code,
    award_type.label_vi AS award_type_label,
    r.award_level,
    r.award_date,
    p.position AS sheet_position,
    place_row(r.row_id) AS excel_row
FROM accepted_staff_award AS r
JOIN collection AS c ON c.period = r.period
JOIN sheet_position AS p ON p.sheet_id = place_sheet(r.row_id)
LEFT JOIN staff_by_code AS staff
    ON staff.school_code = r.school_code AND staff.period = r.period AND staff.staff_code = r.staff_code
LEFT JOIN dim_school AS school
    ON school.school_code = r.school_code
    AND c.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN code AS award_type ON award_type.list = 'staff_award_type' AND award_type.code = r.award_type_code
