WITH varied AS (
    -- Few learners differ between periods: only they need to be followed from one period to the next.
    SELECT learner_key
    FROM learner_in_period
    GROUP BY learner_key
    HAVING
        min(hash(sex_code, birth_year, ethnicity_code, nationality_code, is_disabled, home_province_code))
        <> max(hash(sex_code, birth_year, ethnicity_code, nationality_code, is_disabled, home_province_code))
),

carried AS (
    -- What a later submission leaves blank keeps its last known value.
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
    SEMI JOIN varied USING (learner_key)
    WINDOW history AS (PARTITION BY learner_key ORDER BY census_date)
),

changed AS (
    SELECT *
    FROM carried
    QUALIFY ROW(sex_code, birth_year, ethnicity_code, nationality_code, is_disabled, home_province_code)
        IS DISTINCT FROM lag(ROW(sex_code, birth_year, ethnicity_code, nationality_code, is_disabled, home_province_code))
            OVER (PARTITION BY learner_key ORDER BY census_date)
),

version AS (
    SELECT
        *,
        lead(census_date) OVER (PARTITION BY learner_key ORDER BY census_date) AS next_date
    FROM changed
    UNION ALL BY NAME
    SELECT
        learner_key,
        min(census_date) AS census_date,
        sex_code,
        birth_year,
        ethnicity_code,
        nationality_code,
        is_disabled,
        home_province_code,
        CAST(NULL AS DATE) AS next_date
    FROM learner_in_period
    ANTI JOIN varied USING (learner_key)
    GROUP BY
        learner_key,
        sex_code,
        birth_year,
        ethnicity_code,
        nationality_code,
        is_disabled,
        home_province_code
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
