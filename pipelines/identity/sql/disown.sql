-- A number leads to the person who has it, unless the row was said to be somebody else: then it is written there by mistake. Of two
-- rows that were said to be two people, neither can keep the number of both.
CREATE TABLE foreign_number AS
SELECT
    o.row_id,
    p.person_id,
    p.personal_id
FROM person AS p
LEFT JOIN superseded AS s ON s.person_key = p.person_key
JOIN other_person AS o ON o.person_key = coalesce(s.survivor_key, p.person_key)
UNION ALL
SELECT
    o.row_id,
    b.person_id,
    b.personal_id
FROM other_row AS o
JOIN pending AS b ON b.row_id = o.other_row_id;

UPDATE pending
SET person_id = NULL
FROM foreign_number AS f
WHERE f.row_id = pending.row_id
  AND f.person_id = pending.person_id;

UPDATE pending
SET personal_id = NULL
FROM foreign_number AS f
WHERE f.row_id = pending.row_id
  AND f.personal_id = pending.personal_id;
