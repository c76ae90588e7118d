SELECT
    row_id,
    CASE WHEN distance_km > 50 THEN 'distance_km' ELSE 'area_m2' END AS field,
    show_number(CASE WHEN distance_km > 50 THEN distance_km ELSE area_m2 END) AS value,
    show_number(distance_km) AS distance,
    show_number(area_m2) AS area
FROM campus
WHERE distance_km > 50
   OR area_m2 > 500000
   OR (area_m2 > 0 AND area_m2 < 20)
