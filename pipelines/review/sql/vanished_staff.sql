SELECT
    l.person_id,
    $period AS last_period,
    {columns}
FROM typed_row AS t
JOIN link_before AS l ON l.row_id = t.row_id
ANTI JOIN link_now AS n ON n.person_key = l.person_key
WHERE t.school_code = $school
  AND t.outcome <> 'rejected'
  AND l.person_key IS NOT NULL
  AND is_staff_present(t.status_code)
ORDER BY fold(t.full_name), l.person_id
