SELECT
    r.row_id,
    row_content(r, a.{own_number}) AS content_key,
    r.school_code,
    r.folded_name,
    r.birth_date
FROM pending AS r
JOIN unlinked AS a ON a.row_id = r.row_id
ORDER BY r.row_id
