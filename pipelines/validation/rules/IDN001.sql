-- datasets: student staff
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value,
    length(regexp_replace(personal_id, '[^0-9]', '', 'g')) AS n
FROM this
WHERE NOT regexp_matches(personal_id, '^([0-9]{9}|[0-9]{12})$')
  -- FLD021 and FLD041 say why there are no digits to count.
  AND NOT is_shortened_number(personal_id)
  AND NOT is_date_of_excel(personal_id)
