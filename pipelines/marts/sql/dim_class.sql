WITH told AS (
    SELECT
        k.*,
        c.census_date,
        -- A class that has no code yet is known by its name.
        coalesce('code ' || k.class_code, 'name ' || k.class_name) AS identity
    FROM accepted_class AS k
    JOIN collection AS c ON c.period = k.period
    JOIN sheet_position AS place ON place.sheet_id = place_sheet(k.row_id)
    QUALIFY row_number() OVER (
        PARTITION BY k.school_code, k.period, identity
        ORDER BY k.sender_code = k.school_code DESC, place.position, place_row(k.row_id)
    ) = 1
),

staff_by_name AS (
    -- Files usually hold the name of the homeroom teacher; it counts where one person of the school bears it.
    SELECT
        school_code,
        period,
        fold(full_name) AS folded_name,
        min(staff_key) AS staff_key
    FROM staff_row
    WHERE staff_key IS NOT NULL
    GROUP BY school_code, period, folded_name
    HAVING count(DISTINCT staff_key) = 1
),

report AS (
    -- When a school told its classes, and when it told them next: each is told anew then, or is gone.
    SELECT
        school_code,
        census_date,
        lead(census_date) OVER (PARTITION BY school_code ORDER BY census_date) AS next_report
    FROM (SELECT DISTINCT school_code, census_date FROM told) AS reported
)

SELECT
    content_key(concat_ws('|', k.school_code, k.period, k.identity)) AS class_key,
    k.school_code,
    school.school_key,
    k.period,
    k.school_year,
    k.class_code,
    k.class_name,
    k.grade_code,
    grade.label_vi AS grade_label,
    k.campus_code,
    coalesce(by_code.staff_key, by_name.staff_key) AS homeroom_staff_key,
    k.is_combined,
    k.is_specialised,
    k.is_boarding,
    k.shift_code,
    shift.label_vi AS shift_label,
    k.first_foreign_language_code,
    language.label_vi AS first_foreign_language_label,
    k.student_count,
    k.census_date AS valid_from,
    report.next_report - 1 AS valid_to,
    report.next_report IS NULL AS is_current
FROM told AS k
JOIN report ON report.school_code = k.school_code AND report.census_date = k.census_date
LEFT JOIN dim_school AS school
    ON school.school_code = k.school_code
    AND k.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN staff_by_code AS by_code
    ON by_code.school_code = k.school_code AND by_code.period = k.period AND by_code.staff_code = k.homeroom_staff_code
LEFT JOIN staff_by_name AS by_name
    ON by_name.school_code = k.school_code AND by_name.period = k.period
    AND by_name.folded_name = fold(k.homeroom_teacher_name)
LEFT JOIN code AS grade ON grade.list = 'grade' AND grade.code = k.grade_code
LEFT JOIN code AS shift ON shift.list = 'shift' AND shift.code = k.shift_code
LEFT JOIN code AS language ON language.list = 'foreign_language' AND language.code = k.first_foreign_language_code
