-- What stays of each row (carried_values).
CREATE OR REPLACE TEMP TABLE carried AS
SELECT
    t.row_id,
    {values}
FROM same_row AS p
JOIN lacking_row AS t ON t.row_id = p.row_id
JOIN donor_row AS d ON d.row_id = p.donor_row_id
GROUP BY t.row_id
