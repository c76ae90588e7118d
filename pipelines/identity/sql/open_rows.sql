-- The rows that may still be somebody of the register. Rows whose number and description agree need no further evidence.
CREATE OR REPLACE TABLE open_row AS
SELECT *
FROM {rows}
ANTI JOIN (
    SELECT row_id
    FROM candidate
    WHERE is_settled
) USING (row_id)
WHERE EXISTS (FROM person)
