-- The errors that keep rows out: not those that are waived for the sender of their sheet.
CREATE TEMP TABLE waived_rule AS
SELECT
    d.rule_id,
    s.sheet_id
FROM decision AS d
JOIN sheet AS s ON s.sender_code = d.sender_code
WHERE d.status = 'waived';

CREATE TEMP VIEW standing_error AS
SELECT
    f.row_id,
    f.dataset,
    f.rule_id
FROM finding AS f
ANTI JOIN waived_rule AS w ON w.rule_id = f.rule_id AND w.sheet_id = place_sheet(f.row_id)
WHERE f.severity = 'error';
