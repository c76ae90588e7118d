-- A total is broken down twice: by source (the three lines after it), then by spending group (the four after those).
WITH part AS (
    SELECT
        code,
        parent_code AS total_code,
        CAST(code AS INTEGER) - CAST(parent_code AS INTEGER) AS position
    FROM code_parent
    WHERE list = 'budget_line'
      AND parent_code <> '15'
),
summed AS (
    SELECT
        a.school_code,
        a.fiscal_year,
        a.field,
        p.total_code,
        sum(a.amount) AS expected
    FROM budget_amount AS a
    JOIN part AS p ON p.code = a.budget_line_code AND position > 3
    GROUP BY
        a.school_code,
        a.fiscal_year,
        a.field,
        p.total_code
)
SELECT
    a.row_id,
    a.field,
    show_number(a.amount) AS value,
    a.budget_line_code AS shown,
    show_number(a.amount) AS found,
    show_number(s.expected) AS expected
FROM budget_amount AS a
JOIN summed AS s
    ON s.school_code = a.school_code
    AND s.fiscal_year = a.fiscal_year
    AND s.field = a.field
    AND s.total_code = a.budget_line_code
WHERE abs(a.amount - s.expected) > 0.5
