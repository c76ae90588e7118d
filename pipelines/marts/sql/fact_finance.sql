SELECT
    r.period,
    r.school_code,
    school.school_key,
    r.school_year,
    r.fiscal_year,
    r.budget_line_code,
    budget_line.label_vi AS budget_line_label,
    r.planned_amount,
    r.estimated_amount,
    r.final_amount
FROM accepted_finance AS r
JOIN collection AS c ON c.period = r.period
JOIN sheet_position AS p ON p.sheet_id = place_sheet(r.row_id)
LEFT JOIN dim_school AS school
    ON school.school_code = r.school_code
    AND c.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN code AS budget_line ON budget_line.list = 'budget_line' AND budget_line.code = r.budget_line_code
QUALIFY row_number() OVER (
    PARTITION BY r.school_code, r.period, r.fiscal_year, r.budget_line_code
    ORDER BY r.sender_code = r.school_code DESC, p.position, place_row(r.row_id)
) = 1
