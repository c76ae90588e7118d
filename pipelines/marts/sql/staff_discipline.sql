-- Which rows it holds and under which key; their personal fields are added as they are staged.
SELECT
    r.row_id,
    staff.staff_key,
    r.period,
    r.province_code
FROM accepted_staff_discipline AS r
LEFT JOIN staff_by_code AS staff
    ON staff.school_code = r.school_code AND staff.period = r.period AND staff.staff_code = r.staff_code
