-- Scores as quality_dimensions.csv defines them. A finding about a sheet as a whole counts for all its rows if it is an error.
WITH due AS (
    -- What each school of the register owes in a period.
    SELECT
        p.period,
        s.school_code,
        d.dataset,
        d.due_date
    FROM dim_period AS p
    JOIN due_dataset AS d ON d.period = p.period
    JOIN dim_school AS s ON p.census_date BETWEEN s.valid_from AND coalesce(s.valid_to, DATE '9999-12-31')
),

affected AS (
    SELECT
        f.submission_id,
        f.dataset,
        f.file,
        coalesce(f.sheet, '') AS sheet,
        r.dimension,
        count(DISTINCT f.excel_row) AS rows_affected,
        bool_or(f.excel_row IS NULL AND f.severity = 'error') AS is_whole_sheet
    FROM fact_finding AS f
    JOIN rule_dimension AS r ON r.rule_id = f.rule_id
    WHERE f.status = 'open'
    GROUP BY ALL
),

kept_out AS (
    -- Sheets that an error of the file or the sheet keeps out as a whole; is_replaced: an earlier one stands in their stead (FIL033).
    SELECT
        submission_id,
        dataset,
        file,
        coalesce(sheet, '') AS sheet,
        bool_or(rule_id = 'FIL033') AS is_replaced
    FROM fact_finding
    WHERE excel_row IS NULL
      AND (rule_id = 'FIL033' OR (severity = 'error' AND status = 'open' AND starts_with(rule_id, 'FIL')))
    GROUP BY ALL
),

handed_in AS (
    SELECT
        s.period,
        s.sender_code,
        s.dataset,
        d.dimension,
        sum(s.rows_read) AS rows_read,
        sum(
            CASE
                WHEN a.is_whole_sheet OR (d.dimension = 'completeness' AND k.sheet IS NOT NULL) THEN 0
                ELSE s.rows_read - coalesce(a.rows_affected, 0)
            END
        ) AS rows_well
    FROM fact_submission AS s
    CROSS JOIN quality_dimension AS d
    LEFT JOIN affected AS a
        ON a.submission_id = s.submission_id
        AND a.dataset = s.dataset
        AND a.file = s.file
        AND a.sheet = coalesce(s.sheet, '')
        AND a.dimension = d.dimension
    LEFT JOIN kept_out AS k
        ON k.submission_id = s.submission_id
        AND k.dataset = s.dataset
        AND k.file = s.file
        AND k.sheet = coalesce(s.sheet, '')
    WHERE d.dimension <> 'completeness' OR k.is_replaced IS DISTINCT FROM TRUE
    GROUP BY ALL
    HAVING sum(s.rows_read) > 0
),

listed AS (
    -- What a department or commune handed in for a school.
    SELECT DISTINCT period, school_code, sender_code, 'school' AS dataset FROM accepted_school WHERE sender_code <> school_code
    UNION ALL
    SELECT DISTINCT period, school_code, sender_code, 'staff' FROM accepted_staff WHERE sender_code <> school_code
    UNION ALL
    SELECT DISTINCT period, school_code, sender_code, 'class' FROM accepted_class WHERE sender_code <> school_code
    UNION ALL
    SELECT DISTINCT period, school_code, sender_code, 'student' FROM accepted_student WHERE sender_code <> school_code
    UNION ALL
    SELECT DISTINCT period, school_code, sender_code, 'facility' FROM accepted_facility WHERE sender_code <> school_code
),

receipt AS (
    SELECT period, sender_code AS school_code, dataset, received_on FROM first_receipt
    UNION ALL
    SELECT l.period, l.school_code, l.dataset, r.received_on
    FROM listed AS l
    JOIN first_receipt AS r ON r.period = l.period AND r.sender_code = l.sender_code AND r.dataset = l.dataset
),

on_time AS (
    SELECT
        period,
        school_code,
        dataset,
        min(received_on) AS received_on
    FROM receipt
    GROUP BY ALL
),

measured AS (
    SELECT
        u.period,
        u.school_code AS sender_code,
        'completeness' AS dimension,
        sum(CASE WHEN h.rows_read IS NOT NULL THEN h.rows_well / h.rows_read WHEN l.school_code IS NOT NULL THEN 1 ELSE 0 END) AS numerator,
        count(*) AS denominator
    FROM due AS u
    LEFT JOIN handed_in AS h
        ON h.period = u.period
        AND h.sender_code = u.school_code
        AND h.dataset = u.dataset
        AND h.dimension = 'completeness'
    LEFT JOIN (SELECT DISTINCT period, school_code, dataset FROM listed) AS l
        ON l.period = u.period
        AND l.school_code = u.school_code
        AND l.dataset = u.dataset
    GROUP BY ALL
    UNION ALL
    SELECT
        u.period,
        u.school_code,
        'timeliness',
        count(*) FILTER (WHERE t.received_on <= u.due_date),
        count(*)
    FROM due AS u
    LEFT JOIN on_time AS t ON t.period = u.period AND t.school_code = u.school_code AND t.dataset = u.dataset
    GROUP BY ALL
    UNION ALL
    SELECT
        period,
        sender_code,
        dimension,
        sum(rows_well),
        sum(rows_read)
    FROM handed_in
    WHERE dimension NOT IN ('completeness', 'timeliness')
    GROUP BY ALL
),

place AS (
    SELECT
        p.period,
        s.school_code AS sender_code,
        s.school_name,
        s.ward_code,
        s.ward_label,
        s.district_code,
        s.district_label,
        s.province_code,
        s.province_label
    FROM dim_period AS p
    JOIN dim_school AS s ON p.census_date BETWEEN s.valid_from AND coalesce(s.valid_to, DATE '9999-12-31')
),

area AS (
    SELECT period, sender_code, 'school' AS area_level, sender_code AS area_code, school_name AS area_label FROM place
    UNION ALL
    SELECT period, sender_code, 'ward', ward_code, ward_label FROM place WHERE ward_code IS NOT NULL
    UNION ALL
    SELECT period, sender_code, 'district', district_code, district_label FROM place WHERE district_code IS NOT NULL
    UNION ALL
    SELECT period, sender_code, 'province', province_code, province_label FROM place
    UNION ALL
    SELECT period, sender_code, 'country', 'VN', 'Việt Nam' FROM place
    UNION ALL
    -- The lists of a department count for its province, those of a commune for its ward.
    SELECT DISTINCT s.period, s.sender_code, u.level, u.admin_unit_code, u.admin_unit_label
    FROM fact_submission AS s
    JOIN dim_period AS p ON p.period = s.period
    JOIN dim_admin_unit AS u
        ON u.admin_unit_code = s.sender_code
        AND p.census_date BETWEEN u.valid_from AND coalesce(u.valid_to, DATE '9999-12-31')
    UNION ALL
    SELECT DISTINCT period, sender_code, 'country', 'VN', 'Việt Nam' FROM fact_submission WHERE length(sender_code) <= 5
),

scored AS (
    SELECT
        m.period,
        a.area_level,
        a.area_code,
        max(a.area_label) AS area_label,
        m.dimension,
        sum(m.numerator) AS numerator,
        sum(m.denominator) AS denominator
    FROM measured AS m
    JOIN area AS a ON a.period = m.period AND a.sender_code = m.sender_code
    GROUP BY ALL
)

SELECT
    s.period,
    s.area_level,
    s.area_code,
    s.area_label,
    s.dimension,
    -- Rounded, as sums of fractions differ in their last digits with the order of addition.
    round(s.numerator, 6) AS numerator,
    s.denominator,
    round(s.numerator / s.denominator, 6) AS score,
    round(lag(s.numerator / s.denominator) OVER earlier, 6) AS previous_score
FROM scored AS s
JOIN dim_period AS p ON p.period = s.period
WINDOW earlier AS (PARTITION BY s.area_level, s.area_code, s.dimension ORDER BY p.census_date)
