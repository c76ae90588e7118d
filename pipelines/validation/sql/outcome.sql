-- Every row of the pass that is not simply accepted. A finding on a sheet as a whole rejects its rows if it is an error.
CREATE OR REPLACE TEMP TABLE row_outcome AS
SELECT row_id, 'rejected' AS outcome FROM rejected_row
UNION ALL
SELECT DISTINCT row_id, 'queried' AS outcome
FROM finding
WHERE severity = 'query' AND place_row(row_id) > 0
  AND row_id NOT IN (SELECT row_id FROM rejected_row);
