WITH told AS (
    -- What a school said of itself in a period, or its department said of it.
    SELECT
        s.school_code,
        c.census_date,
        s.school_name,
        coalesce(s.level_group_code, s.level_code) AS level_group_code,
        s.ownership_code,
        coalesce(s.school_type_code, s.school_type_alt_code) AS school_type_code,
        coalesce(s.province_code, r.province_code) AS province_code,
        s.district_code,
        s.ward_code,
        s.region_code,
        s.area_code,
        s.hardship_area_code,
        s.national_standard_code,
        s.is_international,
        s.has_grid_power,
        s.has_clean_water,
        s.has_toilets,
        s.has_internet_for_teaching,
        s.has_computers_for_teaching,
        s.has_disability_access,
        s.teaches_two_sessions
    FROM accepted_school AS s
    JOIN collection AS c ON c.period = s.period
    JOIN sheet_position AS place ON place.sheet_id = place_sheet(s.row_id)
    LEFT JOIN school_register AS r ON r.school_code = s.school_code
    -- The school's own word goes before its department's.
    QUALIFY row_number() OVER (
        PARTITION BY s.school_code, s.period
        ORDER BY
            s.sender_code = s.school_code DESC,
            place.position,
            place_row(s.row_id)
    ) = 1
),

registered AS (
    -- Schools whose own rows are no longer in force: what the register knows of them.
    SELECT
        r.school_code,
        c.census_date,
        r.name AS school_name,
        r.level_group_code,
        r.province_code,
        nullif(r.ward_code, '') AS ward_code
    FROM school_register AS r
    JOIN collection AS c ON c.period = r.first_period
    ANTI JOIN told AS t ON t.school_code = r.school_code
),

observed AS (
    SELECT * FROM told
    UNION ALL BY NAME
    SELECT * FROM registered
),

first_seen AS (
    -- A school may hand in learners in a period before the one in which it first describes itself.
    SELECT
        seen.school_code,
        min(c.census_date) AS census_date
    FROM (
        SELECT DISTINCT
            school_code,
            period
        FROM accepted_row
    ) AS seen
    JOIN collection AS c ON c.period = seen.period
    GROUP BY seen.school_code
),

carried AS (
    -- What a later submission leaves blank keeps its last known value.
    SELECT
        school_code,
        census_date,
        last_value(school_name IGNORE NULLS) OVER history AS school_name,
        last_value(level_group_code IGNORE NULLS) OVER history AS level_group_code,
        last_value(ownership_code IGNORE NULLS) OVER history AS ownership_code,
        last_value(school_type_code IGNORE NULLS) OVER history AS school_type_code,
        -- Places are those of the period: codes of two eras must not be mixed.
        province_code,
        district_code,
        ward_code,
        last_value(region_code IGNORE NULLS) OVER history AS region_code,
        last_value(area_code IGNORE NULLS) OVER history AS area_code,
        last_value(hardship_area_code IGNORE NULLS) OVER history AS hardship_area_code,
        last_value(national_standard_code IGNORE NULLS) OVER history AS national_standard_code,
        last_value(is_international IGNORE NULLS) OVER history AS is_international,
        last_value(has_grid_power IGNORE NULLS) OVER history AS has_grid_power,
        last_value(has_clean_water IGNORE NULLS) OVER history AS has_clean_water,
        last_value(has_toilets IGNORE NULLS) OVER history AS has_toilets,
        last_value(has_internet_for_teaching IGNORE NULLS) OVER history AS has_internet_for_teaching,
        last_value(has_computers_for_teaching IGNORE NULLS) OVER history AS has_computers_for_teaching,
        last_value(has_disability_access IGNORE NULLS) OVER history AS has_disability_access,
        last_value(teaches_two_sessions IGNORE NULLS) OVER history AS teaches_two_sessions
    FROM observed
    WINDOW history AS (PARTITION BY school_code ORDER BY census_date)
),

compared AS (
    SELECT
        *,
        ROW(
            school_name,
            level_group_code,
            ownership_code,
            school_type_code,
            province_code,
            district_code,
            ward_code,
            region_code,
            area_code,
            hardship_area_code,
            national_standard_code,
            is_international,
            has_grid_power,
            has_clean_water,
            has_toilets,
            has_internet_for_teaching,
            has_computers_for_teaching,
            has_disability_access,
            teaches_two_sessions
        ) AS attributes
    FROM carried
),

changed AS (
    SELECT *
    FROM compared
    QUALIFY attributes IS DISTINCT FROM lag(attributes) OVER (PARTITION BY school_code ORDER BY census_date)
),

version AS (
    SELECT
        v.* REPLACE (
            CASE
                WHEN lag(v.census_date) OVER history IS NULL THEN least(v.census_date, f.census_date)
                ELSE v.census_date
            END AS census_date
        ),
        lead(v.census_date) OVER history AS next_date
    FROM changed AS v
    LEFT JOIN first_seen AS f ON f.school_code = v.school_code
    WINDOW history AS (PARTITION BY v.school_code ORDER BY v.census_date)
)

SELECT
    content_key(concat_ws('|', v.school_code, v.census_date)) AS school_key,
    v.* EXCLUDE (census_date, attributes, next_date),
    level_group.label_vi AS level_group_label,
    ownership.label_vi AS ownership_label,
    school_type.label_vi AS school_type_label,
    province.name_vi AS province_label,
    district.name_vi AS district_label,
    ward.name_vi AS ward_label,
    region.label_vi AS region_label,
    area.label_vi AS area_label,
    hardship_area.label_vi AS hardship_area_label,
    national_standard.label_vi AS national_standard_label,
    v.census_date AS valid_from,
    v.next_date - 1 AS valid_to,
    v.next_date IS NULL AS is_current
FROM version AS v
LEFT JOIN code AS level_group ON level_group.list = 'level_group' AND level_group.code = v.level_group_code
LEFT JOIN code AS ownership ON ownership.list = 'ownership' AND ownership.code = v.ownership_code
LEFT JOIN code AS school_type ON school_type.list = 'school_type' AND school_type.code = v.school_type_code
LEFT JOIN code AS region ON region.list = 'region' AND region.code = v.region_code
LEFT JOIN code AS area ON area.list = 'area' AND area.code = v.area_code
LEFT JOIN code AS hardship_area ON hardship_area.list = 'hardship_area' AND hardship_area.code = v.hardship_area_code
LEFT JOIN code AS national_standard ON national_standard.list = 'national_standard' AND national_standard.code = v.national_standard_code
LEFT JOIN admin_unit AS province
    ON province.level = 'province' AND province.code = v.province_code
    AND v.census_date BETWEEN province.valid_from AND coalesce(province.valid_to, DATE '9999-12-31')
LEFT JOIN admin_unit AS district
    ON district.level = 'district' AND district.code = v.district_code
    AND v.census_date BETWEEN district.valid_from AND coalesce(district.valid_to, DATE '9999-12-31')
LEFT JOIN admin_unit AS ward
    ON ward.level = 'ward' AND ward.code = v.ward_code
    AND v.census_date BETWEEN ward.valid_from AND coalesce(ward.valid_to, DATE '9999-12-31')
