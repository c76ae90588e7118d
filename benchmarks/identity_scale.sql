-- Rows of one year of a province, as dataset student has them. Child p enters grade 1 in year p * 12 / $children - 11 and leaves after 12
-- years, so that a twelfth leaves and another comes between the years 0 and 1. Names are as common as they are; seven children in ten have a
-- personal number; rows of each year leave out and mistype what schools do (rates about those of generation/lives.csv).
WITH token AS (
    SELECT
        token,
        split_part(filename, '/', -1) AS part,
        CAST(round(10000.0 * count / sum(count) OVER (PARTITION BY filename)) AS BIGINT) AS times
    FROM read_csv($names, delim = '\t', header = TRUE, filename = TRUE)
),
spread AS (
    SELECT
        part,
        list(token ORDER BY token) AS tokens
    FROM (
        SELECT
            part,
            token,
            unnest(range(times))
        FROM token
    )
    GROUP BY part
),
name_part AS (
    SELECT
        max(tokens) FILTER (WHERE part = 'family.tsv') AS family,
        max(tokens) FILTER (WHERE part = 'middle_syllable.tsv') AS middle,
        max(tokens) FILTER (WHERE part = 'given.tsv') AS given
    FROM spread
),
child AS (
    SELECT
        p,
        p * 12 // $children AS cohort,
        hash($province, p) AS h,
        greatest($children // 450, 1) AS schools
    FROM range($year * $children // 12, $children + $year * $children // 12) AS child (p)
),
born AS (
    SELECT
        *,
        12 - cohort + $year AS grade,
        CAST(make_date(2008 + cohort, 1, 1) + CAST(hash(h, 'birthday') % 365 AS INTEGER) AS DATE) AS birth_date,
        hash(h, 'sex') % 2 AS sex,
        CASE WHEN hash(h, 'moves') % 100 < 3 * $year THEN hash(h, 'to') % schools ELSE p % schools END AS school,
        hash(h, 'slip', $year) % 1000 AS slip,
        hash(h, 'left out', $year) % 1000 AS left_out
    FROM child
)
SELECT
    $province || '7' || lpad(school::VARCHAR, 5, '0') AS school_code,
    CASE WHEN hash(h, 'number') % 10 < 7 AND left_out >= 30 THEN
        lpad($province, 3, '0') || (2 + sex) || right(year(birth_date)::VARCHAR, 2)
        || lpad(((p + CASE WHEN slip = 0 THEN 1 ELSE 0 END) % 1000000)::VARCHAR, 6, '0')
    END AS personal_id,
    CASE WHEN slip BETWEEN 10 AND 39 THEN strip_accents(name) ELSE name END AS full_name,
    CASE
        WHEN slip BETWEEN 1 AND 2 THEN NULL
        WHEN slip BETWEEN 3 AND 6 AND day(birth_date) <= 12 THEN make_date(year(birth_date), day(birth_date), month(birth_date))
        ELSE birth_date
    END AS birth_date,
    CASE WHEN slip BETWEEN 1 AND 2 THEN year(birth_date)::VARCHAR END AS birth_date_partial,
    CASE sex WHEN 0 THEN '01' ELSE '02' END AS sex_code,
    lpad(grade::VARCHAR, 2, '0') AS grade_code,
    grade || CASE p // schools % 2 WHEN 0 THEN 'A' ELSE 'B' END AS class_name,
    CASE WHEN left_out NOT BETWEEN 40 AND 99 THEN
        family[(hash(h, 'mother') % len(family))::INTEGER + 1] || ' Thị '
        || middle[(hash(h, 'mother middle') % len(middle))::INTEGER + 1] || ' '
        || given[(hash(h, 'mother given') % len(given))::INTEGER + 1]
    END AS mother_name,
    CASE WHEN left_out NOT BETWEEN 80 AND 159 THEN
        family[(hash(h, 'family') % len(family))::INTEGER + 1] || ' Văn '
        || given[(hash(h, 'father given') % len(given))::INTEGER + 1]
    END AS father_name,
    'Xã ' || hash(h, 'place') % 200 AS birth_place,
    '01' AS status_code
FROM (
    SELECT
        b.*,
        n.*,
        family[(hash(h, 'family') % len(family))::INTEGER + 1] || ' ' || middle[(hash(h, 'middle') % len(middle))::INTEGER + 1]
        || ' ' || given[(hash(h, 'given') % len(given))::INTEGER + 1] AS name
    FROM born AS b, name_part AS n
) AS named
