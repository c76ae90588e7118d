SELECT
    row_id,
    'built_year' AS field,
    CAST(built_year AS VARCHAR) AS value
FROM facility
WHERE built_year < 1900
   OR built_year > year(census_date())
