DELETE FROM review_pair
WHERE kind = $1
  AND period = $2
  AND province_code = $3
