DELETE FROM person_link
WHERE kind = $1
  AND period = $2
  AND province_code = $3
  AND person_key IS NULL
