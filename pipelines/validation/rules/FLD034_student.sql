-- datasets: student
WITH suspect AS (
    SELECT *
    FROM student
    WHERE birth_date >= least(
        status_date,
        pioneer_join_date,
        youth_union_join_date,
        party_join_date,
        identity_issue_date
    )
),
event AS (
    SELECT
        s.row_id,
        s.birth_date,
        name.field,
        CASE name.field
            WHEN 'status_date' THEN s.status_date
            WHEN 'pioneer_join_date' THEN s.pioneer_join_date
            WHEN 'youth_union_join_date' THEN s.youth_union_join_date
            WHEN 'party_join_date' THEN s.party_join_date
            WHEN 'identity_issue_date' THEN s.identity_issue_date
        END AS day
    FROM suspect AS s
    CROSS JOIN (
        VALUES
        ('status_date'),
        ('pioneer_join_date'),
        ('youth_union_join_date'),
        ('party_join_date'),
        ('identity_issue_date')
    ) AS name (field)
)
SELECT
    row_id,
    field,
    show_date(day) AS value,
    show_date(birth_date) AS date
FROM event
WHERE day <= birth_date
