-- Every row of the pass that is not simply accepted. A finding on a sheet as a whole rejects its rows if it is an error. A waived error
-- lets its row in, to be looked at again; an explained query asks for nothing more. rule_ids: the errors that keep a row out.
CREATE OR REPLACE TEMP TABLE row_outcome AS
WITH reason AS (
    SELECT
        row_id,
        rule_id
    FROM standing_error
    UNION ALL
    SELECT
        r.row_id,
        e.rule_id
    FROM rejected_row AS r
    JOIN standing_error AS e ON e.row_id = row_place(place_sheet(r.row_id), 0)
)
SELECT
    row_id,
    'rejected' AS outcome,
    string_agg(DISTINCT rule_id, ' ' ORDER BY rule_id) AS rule_ids
FROM rejected_row
LEFT JOIN reason USING (row_id)
GROUP BY row_id
UNION ALL
SELECT DISTINCT
    row_id,
    'queried' AS outcome,
    NULL AS rule_ids
FROM decided_finding
WHERE place_row(row_id) > 0
  AND (status = 'open' OR severity = 'error')
  AND row_id NOT IN (SELECT row_id FROM rejected_row);
