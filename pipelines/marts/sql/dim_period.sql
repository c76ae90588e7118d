SELECT
    c.period,
    c.school_year,
    c.point_code,
    point.label_vi AS point_label,
    c.census_date
FROM collection AS c
JOIN code AS point ON point.list = 'collection_period' AND point.code = c.point_code
