-- One row a submission in table `report`: findings.json and the lines of findings.csv.
-- $language is that of the CSV; the JSON holds both. Findings are sorted as text, which takes half of sorting structs.
WITH finding_text AS (
    SELECT
        submission_id,
        string_agg(
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
                csv_cell(f.rule_id),
                csv_cell(v.label),
                csv_cell(CASE WHEN $language = 'vi' THEN decision_vi ELSE decision_en END)
            ),
            chr(13) || chr(10)
            ORDER BY position
        ) AS lines,
        string_agg(
            to_json(
                {
                    'submission_id': submission_id,
                    'period': period,
                    'school_code': school_code,
                    'dataset': f.dataset,
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
                    'cause_id': cause_id,
                    'status': status,
                    'decision_vi': decision_vi,
                    'decision_en': decision_en
                }
            )::VARCHAR,
            ','
            ORDER BY position
        ) AS findings
    FROM told AS f
    LEFT JOIN label AS d ON d.dataset = f.dataset AND d.name = ''
    LEFT JOIN label AS l ON l.dataset = f.dataset AND l.name = f.field
    LEFT JOIN label AS w ON w.dataset = '' AND w.name = f.severity
    LEFT JOIN label AS v ON v.dataset = '' AND v.name = f.status
    GROUP BY submission_id
)
SELECT
    r.report.period,
    r.sender_code,
    r.submission_id,
    left(to_json(r.report)::VARCHAR, -1) || ',"findings":[' || coalesce(f.findings, '') || ']}' AS json,
    coalesce(f.lines, '') AS lines
FROM report AS r
LEFT JOIN finding_text AS f USING (submission_id)
ORDER BY r.sender_code, r.submission_id
