SELECT
    staff.staff_key,
    r.period,
    r.school_code,
    school.school_key,
    r.school_year,
    r.effective_date,
    r.rank_code,
    rank.label_vi AS rank_label,
    r.salary_step_code,
    salary_step.label_vi AS salary_step_label,
    r.salary_coefficient,
    r.over_scale_percent,
    p.position AS sheet_position,
    place_row(r.row_id) AS excel_row
FROM accepted_staff_salary AS r
JOIN collection AS c ON c.period = r.period
JOIN sheet_position AS p ON p.sheet_id = place_sheet(r.row_id)
LEFT JOIN staff_by_code AS staff
    ON staff.school_code = r.school_code AND staff.period = r.period AND staff.staff_code = r.staff_code
LEFT JOIN dim_school AS school
    ON school.school_code = r.school_code
    AND c.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN code AS rank ON rank.list = 'staff_rank' AND rank.code = r.rank_code
LEFT JOIN code AS salary_step ON salary_step.list = 'salary_step' AND salary_step.code = r.salary_step_code
