-- Every row of the pass that is not simply accepted. A finding on a sheet as a whole rejects its rows if it is an error. A waived error
-- lets its row in, to be looked at again; an explained query asks for nothing more.
CREATE OR REPLACE TEMP TABLE row_outcome AS
SELECT row_id, 'rejected' AS outcome FROM rejected_row
UNION ALL
SELECT DISTINCT row_id, 'queried' AS outcome
FROM decided_finding
WHERE place_row(row_id) > 0
  AND (status = 'open' OR severity = 'error')
  AND row_id NOT IN (SELECT row_id FROM rejected_row);
