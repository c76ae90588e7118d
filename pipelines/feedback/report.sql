-- Table `report`: one row a submission of a fresh sender, what it is told apart from the single findings. Its struct is
-- the head of findings.json.
CREATE OR REPLACE TEMP TABLE report AS
WITH causes AS (
    -- What a cause says of itself, and where, its findings say.
    SELECT
        submission_id,
        list(
            {
                'cause_id': cause_id,
                'severity': severity,
                'rule_id': rule_id,
                'dataset': dataset,
                'field': field,
                'findings': cause_findings,
                'status': status,
                'decision_vi': decision_vi,
                'decision_en': decision_en
            }
            ORDER BY status <> 'open', severity, cause_findings DESC, position
        ) AS causes
    FROM told
    WHERE position = cause_position
    GROUP BY submission_id
),
sheet AS (
    SELECT r.*
    FROM reconciliation AS r
    SEMI JOIN fresh_sender AS s ON s.sender_code = r.sender_code
),
sheets AS (
    SELECT
        submission_id,
        list(
            {
                'dataset': dataset,
                'file': file,
                'sheet': sheet,
                'rows_read': rows_read,
                'rows_accepted': rows_accepted,
                'rows_queried': rows_queried,
                'rows_rejected': rows_rejected,
                'rows_ignored': rows_ignored
            }
            ORDER BY dataset, file, sheet
        ) AS sheets
    FROM sheet
    GROUP BY submission_id
),
learners AS (
    SELECT
        submission_id,
        list({'grade_code': grade_code, 'sex_code': sex_code, 'learners': n} ORDER BY grade_code, sex_code) AS learners
    FROM (
        SELECT
            s.submission_id,
            t.grade_code,
            t.sex_code,
            count(*) AS n
        FROM typed_student AS t
        JOIN submitted_sheet AS s ON s.sheet_id = place_sheet(t.row_id)
        WHERE t.outcome <> 'rejected'
        GROUP BY ALL
    )
    GROUP BY submission_id
),
classes AS (
    SELECT
        submission_id,
        list({'grade_code': grade_code, 'classes': n} ORDER BY grade_code) AS classes
    FROM (
        SELECT
            s.submission_id,
            t.grade_code,
            count(*) AS n
        FROM typed_class AS t
        JOIN submitted_sheet AS s ON s.sheet_id = place_sheet(t.row_id)
        WHERE t.outcome <> 'rejected'
        GROUP BY ALL
    )
    GROUP BY submission_id
),
staff AS (
    SELECT
        submission_id,
        list({'staff_group_code': staff_group_code, 'staff': n} ORDER BY staff_group_code) AS staff
    FROM (
        SELECT
            s.submission_id,
            t.staff_group_code,
            count(*) AS n
        FROM typed_staff AS t
        JOIN submitted_sheet AS s ON s.sheet_id = place_sheet(t.row_id)
        WHERE t.outcome <> 'rejected'
        GROUP BY ALL
    )
    GROUP BY submission_id
)
SELECT
    n.sender_code,
    n.submission_id,
    {
        'submission_id': n.submission_id,
        'period': $period,
        'sender_code': n.sender_code,
        'sender_name': n.sender_name,
        'received_at': strftime(n.received_at, '%Y-%m-%dT%H:%M:%SZ'),
        'sheets': coalesce(sheets.sheets, []),
        'totals': {
            'learners': coalesce(learners.learners, []),
            'classes': coalesce(classes.classes, []),
            'staff': coalesce(staff.staff, [])
        },
        'causes': coalesce(causes.causes, [])
    } AS report
FROM submission AS n
LEFT JOIN sheets USING (submission_id)
LEFT JOIN learners USING (submission_id)
LEFT JOIN classes USING (submission_id)
LEFT JOIN staff USING (submission_id)
LEFT JOIN causes USING (submission_id)
SEMI JOIN fresh_sender AS s ON s.sender_code = n.sender_code
WHERE sheets.submission_id IS NOT NULL OR causes.submission_id IS NOT NULL
