WITH carried AS (
    -- What a later submission leaves blank keeps its last known value. Few learners differ between their rows: only they
    -- need to be followed from one period to the next.
    SELECT
        learner_key,
        census_date,
        last_value(sex_code IGNORE NULLS) OVER history AS sex_code,
        last_value(birth_year IGNORE NULLS) OVER history AS birth_year,
        last_value(ethnicity_code IGNORE NULLS) OVER history AS ethnicity_code,
        last_value(nationality_code IGNORE NULLS) OVER history AS nationality_code,
        last_value(is_disabled IGNORE NULLS) OVER history AS is_disabled,
        last_value(home_province_code IGNORE NULLS) OVER history AS home_province_code
    FROM learner_in_period
    SEMI JOIN (SELECT learner_key FROM learner WHERE is_varied) AS varied USING (learner_key)
    WINDOW history AS (PARTITION BY learner_key ORDER BY census_date)
),

changed AS (
    SELECT *
    FROM carried
    QUALIFY ROW(sex_code, birth_year, ethnicity_code, nationality_code, is_disabled, home_province_code)
        IS DISTINCT FROM lag(ROW(sex_code, birth_year, ethnicity_code, nationality_code, is_disabled, home_province_code))
            OVER (PARTITION BY learner_key ORDER BY census_date)
),

told AS (
    SELECT DISTINCT
        profile,
        sex_code,
        birth_year,
        ethnicity_code,
        nationality_code,
        is_disabled,
        home_province_code
    FROM student_row
),

version AS (
    SELECT
        *,
        lead(census_date) OVER (PARTITION BY learner_key ORDER BY census_date) AS next_date
    FROM changed
    UNION ALL BY NAME
    SELECT
        l.learner_key,
        l.first_date AS census_date,
        p.* EXCLUDE (profile),
        CAST(NULL AS DATE) AS next_date
    FROM learner AS l
    JOIN told AS p ON p.profile = l.profile
    WHERE NOT l.is_varied
)

SELECT
    v.learner_key,
    v.sex_code,
    sex.label_vi AS sex_label,
    v.birth_year,
    v.ethnicity_code,
    ethnicity.label_vi AS ethnicity_label,
    v.nationality_code,
    nationality.label_vi AS nationality_label,
    v.is_disabled,
    v.home_province_code,
    home_province.name_vi AS home_province_label,
    v.census_date AS valid_from,
    v.next_date - 1 AS valid_to,
    v.next_date IS NULL AS is_current
FROM version AS v
LEFT JOIN code AS sex ON sex.list = 'sex' AND sex.code = v.sex_code
LEFT JOIN code AS ethnicity ON ethnicity.list = 'ethnicity' AND ethnicity.code = v.ethnicity_code
LEFT JOIN code AS nationality ON nationality.list = 'country' AND nationality.code = v.nationality_code
LEFT JOIN admin_unit AS home_province
    ON home_province.level = 'province' AND home_province.code = v.home_province_code
    AND v.census_date BETWEEN home_province.valid_from AND coalesce(home_province.valid_to, DATE '9999-12-31')
