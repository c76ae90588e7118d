SELECT
    school_code,
    name,
    level_group_code,
    province_code,
    ward_code,
    first_period,
    last_period
FROM school
