-- What was said last of each row and whom it may be.
CREATE TABLE last_word AS
SELECT
    decision_id,
    content_key,
    person_key,
    other_content_key,
    verdict
FROM (
    SELECT
        t.* REPLACE (coalesce(s.survivor_key, t.person_key) AS person_key)
    FROM told AS t
    LEFT JOIN superseded AS s ON s.person_key = t.person_key
) AS word
QUALIFY row_number() OVER (
    PARTITION BY
        coalesce(person_key, least(content_key, other_content_key)),
        coalesce(greatest(content_key, other_content_key), content_key),
        person_key IS NULL
    ORDER BY decision_id DESC
) = 1;

CREATE TABLE same_person AS
SELECT
    r.row_id,
    max_by(w.person_key, w.decision_id) AS person_key
FROM told_row AS r
JOIN last_word AS w ON w.content_key = r.content_key AND w.person_key IS NOT NULL AND w.verdict = 'same'
GROUP BY r.row_id;

CREATE TABLE other_person AS
SELECT
    r.row_id,
    w.person_key
FROM told_row AS r
JOIN last_word AS w ON w.content_key = r.content_key AND w.person_key IS NOT NULL AND w.verdict = 'different';

CREATE TABLE decided_row AS
WITH pair AS (
    SELECT
        a.row_id,
        b.row_id AS other_row_id,
        w.verdict
    FROM last_word AS w
    JOIN told_row AS a ON a.content_key = w.content_key
    JOIN told_row AS b ON b.content_key = w.other_content_key AND b.row_id <> a.row_id
)
SELECT *
FROM pair
UNION
SELECT
    other_row_id AS row_id,
    row_id AS other_row_id,
    verdict
FROM pair;

CREATE TABLE same_row AS
SELECT
    row_id,
    other_row_id
FROM decided_row
WHERE verdict = 'same';

CREATE TABLE other_row AS
SELECT
    row_id,
    other_row_id
FROM decided_row
WHERE verdict = 'different';
