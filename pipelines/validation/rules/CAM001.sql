SELECT
    row_id,
    'district_code' AS field,
    NULL AS value,
    coalesce(campus_name, campus_code) AS shown
FROM campus
WHERE district_code IS NULL
