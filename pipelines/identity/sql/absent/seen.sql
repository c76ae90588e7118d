-- Rows of this period that belong to persons already.
CREATE TABLE seen AS
SELECT
    row_id,
    person_key
FROM verdict
WHERE person_key IS NOT NULL
UNION ALL
SELECT
    row_id,
    person_key
FROM linked
