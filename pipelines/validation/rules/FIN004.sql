WITH summed AS (
    SELECT
        a.sender_code,
        a.school_code,
        a.fiscal_year,
        a.field,
        sum(a.amount) AS expected
    FROM budget_amount AS a
    JOIN code_parent AS p ON p.list = 'budget_line' AND p.code = a.budget_line_code AND p.parent_code = '15'
    GROUP BY
        a.sender_code,
        a.school_code,
        a.fiscal_year,
        a.field
)
SELECT
    a.row_id,
    a.field,
    show_number(a.amount) AS value,
    show_number(a.amount) AS found,
    show_number(s.expected) AS expected
FROM budget_amount AS a
JOIN summed AS s
    ON s.sender_code = a.sender_code
    AND s.school_code = a.school_code
    AND s.fiscal_year = a.fiscal_year
    AND s.field = a.field
WHERE a.budget_line_code = '15'
  AND a.amount < s.expected - 0.5
