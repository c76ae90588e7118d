-- One row an amount: the line of the budget, and in which of the three columns.
CREATE OR REPLACE TEMP VIEW budget_amount AS
SELECT *
FROM (
    SELECT
        row_id,
        school_code,
        fiscal_year,
        budget_line_code,
        unnest(['planned_amount', 'estimated_amount', 'final_amount']) AS field,
        unnest([planned_amount, estimated_amount, final_amount]) AS amount
    FROM finance
)
WHERE amount IS NOT NULL
