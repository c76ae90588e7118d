-- Of each sender and dataset the sheets of the submission that the one in force replaces.
CREATE OR REPLACE TEMP TABLE replaced_sheet AS
WITH in_force AS (
    SELECT
        sender_code,
        dataset,
        max(sequence) AS sequence
    FROM sheet
    WHERE sheet_id NOT IN (SELECT sheet_id FROM kept_out_sheet)
    GROUP BY
        sender_code,
        dataset
)
SELECT e.*
FROM earlier_sheet AS e
JOIN in_force AS f ON f.sender_code = e.sender_code AND f.dataset = e.dataset AND e.sequence < f.sequence
QUALIFY e.sequence = max(e.sequence) OVER (PARTITION BY e.sender_code, e.dataset)
