SELECT
    staff.staff_key,
    r.period,
    r.school_code,
    school.school_key,
    r.school_year,
    r.foreign_language_code,
    foreign_language.label_vi AS foreign_language_label,
    r.foreign_language_level_code,
    foreign_language_level.label_vi AS foreign_language_level_label,
    r.score,
    r.issue_date,
    p.position AS sheet_position,
    place_row(r.row_id) AS excel_row
FROM accepted_staff_language AS r
JOIN collection AS c ON c.period = r.period
JOIN sheet_position AS p ON p.sheet_id = place_sheet(r.row_id)
LEFT JOIN staff_by_code AS staff
    ON staff.school_code = r.school_code AND staff.period = r.period AND staff.staff_code = r.staff_code
LEFT JOIN dim_school AS school
    ON school.school_code = r.school_code
    AND c.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN code AS foreign_language ON foreign_language.list = 'foreign_language' AND foreign_language.code = r.foreign_language_code
LEFT JOIN code AS foreign_language_level
    ON foreign_language_level.list = 'foreign_language_level' AND foreign_language_level.code = r.foreign_language_level_code
