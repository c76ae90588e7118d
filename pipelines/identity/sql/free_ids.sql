CREATE OR REPLACE TABLE free_id AS
WITH block AS (
    SELECT
        serial,
        $province || lpad(serial::VARCHAR, 7, '0') AS digits
    FROM range($first, $end) AS s (serial)
),
id AS (
    SELECT
        serial,
        digits || check_digit(digits) AS person_id
    FROM block
)
SELECT
    row_number() OVER (ORDER BY serial) AS nth,
    person_id
FROM id
ANTI JOIN taken_id USING (person_id)
ANTI JOIN pending USING (person_id)
