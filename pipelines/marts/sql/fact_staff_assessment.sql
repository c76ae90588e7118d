SELECT
    staff.staff_key,
    r.period,
    r.school_code,
    school.school_key,
    r.school_year,
    r.standard_set_code,
    standard_set.label_vi AS standard_set_label,
    r.criterion_code,
    criterion.label_vi AS criterion_label,
    r.self_rating_code,
    self_rating.label_vi AS self_rating_label,
    r.superior_rating_code,
    superior_rating.label_vi AS superior_rating_label,
    p.position AS sheet_position,
    place_row(r.row_id) AS excel_row
FROM accepted_staff_standard_assessment AS r
JOIN collection AS c ON c.period = r.period
JOIN sheet_position AS p ON p.sheet_id = place_sheet(r.row_id)
LEFT JOIN staff_by_code AS staff
    ON staff.school_code = r.school_code AND staff.period = r.period AND staff.staff_code = r.staff_code
LEFT JOIN dim_school AS school
    ON school.school_code = r.school_code
    AND c.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN code AS standard_set ON standard_set.list = 'standard_set' AND standard_set.code = r.standard_set_code
LEFT JOIN code AS criterion ON criterion.list = 'standard_criterion' AND criterion.code = r.criterion_code
LEFT JOIN code AS self_rating ON self_rating.list = 'professional_standard' AND self_rating.code = r.self_rating_code
LEFT JOIN code AS superior_rating ON superior_rating.list = 'professional_standard' AND superior_rating.code = r.superior_rating_code
