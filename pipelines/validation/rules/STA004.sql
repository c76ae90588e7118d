-- Decree 135/2020/NĐ-CP, art. 4: men 60 years 3 months in 2021 and 3 months more each year up to 62 years; women 55 years 4 months
-- and 4 months more each year up to 60 years.
WITH working AS (
    SELECT
        row_id,
        birth_date,
        CASE sex_code
            WHEN '01' THEN least(60 * 12 + 3 + 3 * (year(census_date()) - 2021), 62 * 12)
            WHEN '02' THEN least(55 * 12 + 4 + 4 * (year(census_date()) - 2021), 60 * 12)
        END AS retirement_months
    FROM staff
    WHERE status_code IN ('01', '07')
      AND contract_type_code IN ('07', '08')
)
SELECT
    row_id,
    'birth_date' AS field,
    show_date(birth_date) AS value,
    completed_years(birth_date, census_date()) AS age,
    concat_ws(
        ' ',
        (retirement_months // 12) || ' tuổi',
        CASE WHEN retirement_months % 12 > 0 THEN (retirement_months % 12) || ' tháng' END
    ) AS limit_vi,
    concat_ws(
        ' ',
        (retirement_months // 12) || ' years',
        CASE WHEN retirement_months % 12 > 0 THEN (retirement_months % 12) || ' months' END
    ) AS limit_en
FROM working
-- Passed before the census date: reached by the day before it.
WHERE completed_months(birth_date, census_date() - 1) >= retirement_months
