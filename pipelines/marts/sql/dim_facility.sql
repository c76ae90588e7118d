WITH report AS (
    -- When a school told its facilities, and when it told them next: what is not in the next list is gone.
    SELECT
        school_code,
        census_date,
        lead(census_date) OVER (PARTITION BY school_code ORDER BY census_date) AS next_report
    FROM (
        SELECT DISTINCT
            f.school_code,
            c.census_date
        FROM accepted_facility AS f
        JOIN collection AS c ON c.period = f.period
    ) AS told
),

observed AS (
    SELECT
        f.*,
        c.census_date,
        report.next_report,
        ROW(f.quantity, f.area_m2, f.meets_standard_quantity, f.in_use_quantity, f.built_year) AS attributes
    FROM accepted_facility AS f
    JOIN collection AS c ON c.period = f.period
    JOIN report ON report.school_code = f.school_code AND report.census_date = c.census_date
    JOIN sheet_position AS place ON place.sheet_id = place_sheet(f.row_id)
    QUALIFY row_number() OVER (
        PARTITION BY f.school_code, f.campus_code, f.facility_type_code, f.construction_code, f.period
        ORDER BY f.sender_code = f.school_code DESC, place.position, place_row(f.row_id)
    ) = 1
),

compared AS (
    SELECT
        *,
        attributes IS DISTINCT FROM lag(attributes) OVER history
        OR census_date IS DISTINCT FROM lag(next_report) OVER history AS is_change
    FROM observed
    WINDOW history AS (
        PARTITION BY school_code, campus_code, facility_type_code, construction_code ORDER BY census_date
    )
),

numbered AS (
    SELECT
        *,
        sum(CASE WHEN is_change THEN 1 ELSE 0 END) OVER (
            PARTITION BY school_code, campus_code, facility_type_code, construction_code ORDER BY census_date
        ) AS version
    FROM compared
),

version AS (
    SELECT
        school_code,
        campus_code,
        facility_type_code,
        construction_code,
        quantity,
        area_m2,
        meets_standard_quantity,
        in_use_quantity,
        built_year,
        min(census_date) AS valid_from,
        -- The school's first list without these figures; NULL while the newest list has them.
        CASE WHEN count(*) = count(next_report) THEN max(next_report) END AS gone_from
    FROM numbered
    GROUP BY
        school_code,
        campus_code,
        facility_type_code,
        construction_code,
        version,
        quantity,
        area_m2,
        meets_standard_quantity,
        in_use_quantity,
        built_year
)

SELECT
    content_key(
        concat_ws(
            '|',
            v.school_code,
            coalesce(v.campus_code, ''),
            v.facility_type_code,
            v.construction_code,
            v.valid_from
        )
    ) AS facility_key,
    v.* EXCLUDE (gone_from),
    facility_type.label_vi AS facility_type_label,
    construction.label_vi AS construction_label,
    v.gone_from - 1 AS valid_to,
    v.gone_from IS NULL AS is_current
FROM version AS v
LEFT JOIN code AS facility_type ON facility_type.list = 'facility_type' AND facility_type.code = v.facility_type_code
LEFT JOIN code AS construction ON construction.list = 'construction' AND construction.code = v.construction_code
