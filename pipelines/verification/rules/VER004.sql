-- datasets: student staff
-- A spelling that differs beside it is no other name, but the date is what must be looked at.
SELECT
    t.row_id,
    'birth_date' AS field,
    t.birth_date AS value,
    string_agg(c.label_vi, ', ' ORDER BY list_position(t.differences, c.code)) AS found_vi,
    string_agg(c.label_en, ', ' ORDER BY list_position(t.differences, c.code)) AS found_en
FROM this AS t
JOIN code AS c
    ON c.list = 'verification_difference'
    AND starts_with(c.code, 'birth_')
    AND list_contains(t.differences, c.code)
WHERE NOT list_contains(t.differences, 'name')
  AND NOT list_contains(t.differences, 'sex')
GROUP BY
    t.row_id,
    t.birth_date
