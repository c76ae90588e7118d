-- Practice thresholds in m2 a room. Water points, grounds and parking are no rooms.
-- DISTINCT: a school may stand in its own list and in its department's.
WITH room AS (
    SELECT
        f.row_id,
        f.facility_type_code,
        f.area_m2 / f.quantity AS average,
        CASE
            WHEN f.facility_type_code IN ('classroom', 'borrowed_classroom') THEN 15
            WHEN f.facility_type_code LIKE 'toilet%' THEN 1
            WHEN g.level_codes LIKE '%03%'
                AND f.facility_type_code IN ('subject_classroom', 'laboratory', 'computer_room', 'language_room') THEN 60
            ELSE 4
        END AS minimum,
        CASE
            WHEN f.facility_type_code IN ('classroom', 'borrowed_classroom') THEN 150
            WHEN f.facility_type_code LIKE 'toilet%' THEN 200
            ELSE 2000
        END AS maximum
    FROM facility AS f
    LEFT JOIN accepted_school AS school ON school.school_code = f.school_code
    LEFT JOIN level_group AS g ON g.level_group_code = school.level_group_code
    WHERE f.quantity > 0
      AND f.facility_type_code NOT IN ('water_point', 'playground', 'sports_ground', 'parking')
)
SELECT DISTINCT
    row_id,
    'facility_type_code' AS field,
    facility_type_code AS value,
    code_label('facility_type', facility_type_code) AS shown,
    show_number(average) AS found
FROM room
WHERE average < minimum
   OR average > maximum
