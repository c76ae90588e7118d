-- What all levels of a school spend (lines 16, 24, 32, 40, 48) is held against its learners, at the first of these lines.
WITH level_spending AS (
    SELECT
        a.sender_code,
        a.school_code,
        a.fiscal_year,
        a.field,
        min(a.row_id) AS row_id,
        min_by(a.amount, a.row_id) AS amount,
        sum(a.amount) AS spent
    FROM budget_amount AS a
    WHERE a.budget_line_code IN ('16', '24', '32', '40', '48')
    GROUP BY
        a.sender_code,
        a.school_code,
        a.fiscal_year,
        a.field
),
unusual AS (
    SELECT
        row_id,
        field,
        amount
    FROM budget_amount
    WHERE budget_line_code IN ('15', '16', '24', '32', '40', '48')
      AND amount > 500000
    UNION
    SELECT
        l.row_id,
        l.field,
        l.amount
    FROM level_spending AS l
    JOIN accepted_school AS s ON s.school_code = l.school_code
    WHERE s.student_count > 0
      AND l.spent / s.student_count NOT BETWEEN 0.5 AND 200
)
SELECT
    row_id,
    field,
    show_number(amount) AS value
FROM unusual
