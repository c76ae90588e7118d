SELECT
    a.staff_key,
    s.*
FROM accepted_staff AS s
JOIN assignment_row AS a ON a.row_id = s.row_id
