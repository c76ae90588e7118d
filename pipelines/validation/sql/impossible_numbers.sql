-- Personal numbers of 11 digits that cannot be the person's with a zero in front (IDN004-IDN007): another digit was lost (IDN001).
SELECT
    n.row_id,
    n.field,
    mask(n.raw) AS value,
    11 AS n
FROM noted_cell AS n
JOIN this AS t ON t.row_id = n.row_id
LEFT JOIN personal_id_province AS known ON known.prefix = left(t.personal_id, 3)
WHERE n.field = 'personal_id'
  AND list_contains(n.repairs, 'FLD017')
  AND (
      known.prefix IS NULL
      OR is_of_other_sex(t.personal_id, t.sex_code)
      OR is_of_other_century(t.personal_id, t.birth_date_year)
      OR is_of_other_year(t.personal_id, t.birth_date_year)
  )
