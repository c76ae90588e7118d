-- The fiscal year of a submission is the calendar year of its census date.
WITH misplaced AS (
    SELECT
        row_id,
        fiscal_year,
        CASE
            WHEN fiscal_year NOT IN (year(census_date()), year(census_date()) - 1) THEN 'fiscal_year'
            WHEN fiscal_year = year(census_date()) AND final_amount IS NOT NULL THEN 'final_amount'
            WHEN fiscal_year = year(census_date()) THEN NULL
            WHEN planned_amount IS NOT NULL THEN 'planned_amount'
            WHEN estimated_amount IS NOT NULL THEN 'estimated_amount'
        END AS field,
        planned_amount,
        estimated_amount,
        final_amount
    FROM finance
)
SELECT
    row_id,
    field,
    CASE field
        WHEN 'final_amount' THEN show_number(final_amount)
        WHEN 'planned_amount' THEN show_number(planned_amount)
        WHEN 'estimated_amount' THEN show_number(estimated_amount)
        ELSE CAST(fiscal_year AS VARCHAR)
    END AS value,
    CAST(fiscal_year AS VARCHAR) AS shown
FROM misplaced
WHERE field IS NOT NULL
