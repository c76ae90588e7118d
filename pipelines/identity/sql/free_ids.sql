-- The ids of a range of serials that nobody has or claims, and that no school gave somebody as its own number: it would belong to another
-- person from then on (IDN020).
INSERT INTO free_id
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
),
claimed_id AS (
    SELECT person_id
    FROM pending
    WHERE person_id BETWEEN $first_id AND $last_id
    UNION ALL
    SELECT {own_number}
    FROM accepted
    WHERE {own_number} BETWEEN $first_id AND $last_id
)
SELECT
    (SELECT count(*) FROM free_id) + row_number() OVER (ORDER BY serial) AS nth,
    person_id
FROM id
ANTI JOIN taken_id USING (person_id)
ANTI JOIN claimed_id USING (person_id)
