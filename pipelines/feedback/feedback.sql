-- One row a submission in force: findings.json and the lines of findings.csv, ready to be written.
-- $language is that of the CSV; the JSON holds both.
WITH told AS (
    SELECT
        f.*,
        concat_ws(
            ',',
            csv_cell(d.label),
            csv_cell(f.file),
            csv_cell(f.sheet),
            csv_cell(f.excel_row::VARCHAR),
            csv_cell(f.excel_column),
            csv_cell(coalesce(l.label, f.field)),
            csv_cell(f.value),
            csv_cell(w.label),
            csv_cell(CASE WHEN $language = 'vi' THEN message_vi ELSE message_en END),
            csv_cell(CASE WHEN $language = 'vi' THEN fix_vi ELSE fix_en END),
            csv_cell(f.rule_id)
        ) AS line,
        row_number() OVER (ORDER BY f.dataset, file, sheet, excel_row NULLS FIRST, field, rule_id, value) AS position
    FROM finding AS f
    SEMI JOIN fresh_sender AS s ON s.sender_code = f.sender_code
    LEFT JOIN label AS d ON d.dataset = f.dataset AND d.name = ''
    LEFT JOIN label AS l ON l.dataset = f.dataset AND l.name = f.field
    LEFT JOIN label AS w ON w.dataset = '' AND w.name = f.severity
),
finding_text AS (
    SELECT
        sender_code,
        submission_id,
        string_agg(line, chr(13) || chr(10) ORDER BY position) AS lines,
        list(
            {
                'submission_id': submission_id,
                'period': period,
                'school_code': school_code,
                'dataset': dataset,
                'file': file,
                'sheet': sheet,
                'excel_row': excel_row,
                'excel_column': excel_column,
                'field': field,
                'value': value,
                'rule_id': rule_id,
                'severity': severity,
                'message_vi': message_vi,
                'message_en': message_en,
                'fix_vi': fix_vi,
                'fix_en': fix_en,
                'cause_id': cause_id
            }
            ORDER BY position
        ) AS findings
    FROM told
    GROUP BY sender_code, submission_id
),
sheet_text AS (
    SELECT
        sender_code,
        submission_id,
        list(
            {
                'dataset': dataset,
                'file': file,
                'sheet': sheet,
                'rows_read': rows_read,
                'rows_accepted': rows_accepted,
                'rows_queried': rows_queried,
                'rows_rejected': rows_rejected
            }
            ORDER BY dataset, file, sheet
        ) AS sheets
    FROM reconciliation AS r
    SEMI JOIN fresh_sender AS s ON s.sender_code = r.sender_code
    GROUP BY sender_code, submission_id
)
SELECT
    sender_code,
    submission_id,
    to_json(
        {
            'submission_id': submission_id,
            'period': $period,
            'sender_code': sender_code,
            'sheets': coalesce(s.sheets, []),
            'findings': coalesce(f.findings, [])
        }
    )::VARCHAR AS json,
    coalesce(f.lines, '') AS lines
FROM finding_text AS f
FULL JOIN sheet_text AS s USING (sender_code, submission_id)
ORDER BY sender_code, submission_id
