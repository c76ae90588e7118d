SELECT next_serial
FROM issuer
WHERE kind = $1
  AND province_code = $2
