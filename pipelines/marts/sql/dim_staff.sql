WITH carried AS (
    -- What a later submission leaves blank keeps its last known value.
    SELECT
        staff_key,
        census_date,
        last_value(sex_code IGNORE NULLS) OVER history AS sex_code,
        last_value(birth_year IGNORE NULLS) OVER history AS birth_year,
        last_value(staff_group_code IGNORE NULLS) OVER history AS staff_group_code,
        last_value(position_code IGNORE NULLS) OVER history AS position_code,
        last_value(qualification_code IGNORE NULLS) OVER history AS qualification_code,
        last_value(professional_standard_code IGNORE NULLS) OVER history AS professional_standard_code
    FROM staff_in_period
    WINDOW history AS (PARTITION BY staff_key ORDER BY census_date)
),

compared AS (
    SELECT
        *,
        ROW(sex_code, birth_year, staff_group_code, position_code, qualification_code, professional_standard_code) AS attributes
    FROM carried
),

changed AS (
    SELECT *
    FROM compared
    QUALIFY attributes IS DISTINCT FROM lag(attributes) OVER (PARTITION BY staff_key ORDER BY census_date)
),

version AS (
    SELECT
        *,
        lead(census_date) OVER (PARTITION BY staff_key ORDER BY census_date) AS next_date
    FROM changed
)

SELECT
    v.staff_key,
    v.sex_code,
    sex.label_vi AS sex_label,
    v.birth_year,
    v.staff_group_code,
    staff_group.label_vi AS staff_group_label,
    v.position_code,
    position.label_vi AS position_label,
    v.qualification_code,
    qualification.label_vi AS qualification_label,
    v.professional_standard_code,
    professional_standard.label_vi AS professional_standard_label,
    v.census_date AS valid_from,
    v.next_date - 1 AS valid_to,
    v.next_date IS NULL AS is_current
FROM version AS v
LEFT JOIN code AS sex ON sex.list = 'sex' AND sex.code = v.sex_code
LEFT JOIN code AS staff_group ON staff_group.list = 'staff_group' AND staff_group.code = v.staff_group_code
LEFT JOIN code AS position ON position.list = 'position' AND position.code = v.position_code
LEFT JOIN code AS qualification ON qualification.list = 'qualification' AND qualification.code = v.qualification_code
LEFT JOIN code AS professional_standard ON professional_standard.list = 'professional_standard' AND professional_standard.code = v.professional_standard_code
