-- One row an amount: the line of the budget, and in which of the three columns. Sums are asked of a school once every line of it can be
-- read: the cell that keeps a line out is told already.
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
    ANTI JOIN (
        SELECT school_code
        FROM finance
        ANTI JOIN accepted_finance USING (row_id)
    ) AS unread USING (school_code)
)
WHERE amount IS NOT NULL
