-- One row an amount: the line of the budget, and in which of the three columns. Sums are asked of a school once every line of it can be
-- read: the cell that keeps a line out is told already.
CREATE OR REPLACE TEMP VIEW budget_amount AS
SELECT *
FROM (
    SELECT
        row_id,
        sender_code,
        school_code,
        fiscal_year,
        budget_line_code,
        unnest(['planned_amount', 'estimated_amount', 'final_amount']) AS field,
        unnest([planned_amount, estimated_amount, final_amount]) AS amount
    FROM finance
    ANTI JOIN (
        SELECT sender_code, school_code
        FROM finance
        ANTI JOIN accepted_finance USING (row_id)
    ) AS unread USING (sender_code, school_code)
)
WHERE amount IS NOT NULL;

-- Totals that are not the sum of their parts. A total is broken down twice: by source (the three lines after it), then by spending group
-- (the four after those).
CREATE OR REPLACE TEMP VIEW unequal_total AS
WITH part AS (
    SELECT
        code,
        parent_code AS total_code,
        CASE WHEN CAST(code AS INTEGER) - CAST(parent_code AS INTEGER) <= 3 THEN 'source' ELSE 'spending group' END AS breakdown
    FROM code_parent
    WHERE list = 'budget_line'
      AND parent_code <> '15'
),
summed AS (
    SELECT
        a.sender_code,
        a.school_code,
        a.fiscal_year,
        a.field,
        p.total_code,
        p.breakdown,
        sum(a.amount) AS amount
    FROM budget_amount AS a
    JOIN part AS p ON p.code = a.budget_line_code
    GROUP BY
        a.sender_code,
        a.school_code,
        a.fiscal_year,
        a.field,
        p.total_code,
        p.breakdown
)
SELECT
    a.row_id,
    a.field,
    show_number(a.amount) AS value,
    a.budget_line_code AS shown,
    show_number(a.amount) AS found,
    show_number(s.amount) AS expected,
    s.breakdown
FROM budget_amount AS a
JOIN summed AS s
    ON s.sender_code = a.sender_code
    AND s.school_code = a.school_code
    AND s.fiscal_year = a.fiscal_year
    AND s.field = a.field
    AND s.total_code = a.budget_line_code
WHERE abs(a.amount - s.amount) > 0.5
