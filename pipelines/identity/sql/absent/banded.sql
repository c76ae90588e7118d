-- What the weights of the pairs (log2 of the odds) amount to. Vetoes: two personal numbers, two ids that schools gave, and siblings:
-- the same mother, another given name. A given name that is nearly the same may be mistyped or a twin's, and a personal number that
-- is nearly the same may be mistyped: never linked, only shown.
-- A link needs a row and a person that have nobody else to think of.
CREATE TABLE weighed AS
SELECT
    w.row_id,
    w.person_key,
    w.weight,
    1 / (1 + pow(2, -w.weight)) AS score,
    has_other_given_name(r.folded_name, p.folded_name) AND r.folded_mother_name = p.folded_mother_name AS may_be_sibling,
    contradicts(r.personal_id, p.personal_id) AS has_different_number
FROM weight AS w
JOIN residue AS r ON r.row_id = w.row_id
JOIN absentee AS p ON p.person_key = w.person_key
WHERE NOT has_other_number(r.personal_id, p.personal_id)
  AND NOT (p.scheme = 'given' AND contradicts(r.person_id, p.person_id))
  AND NOT (
      may_be_sibling
      AND similarity(syllables(r.folded_name)[-1], syllables(p.folded_name)[-1]) < 0.8
  );

INSERT INTO candidate
SELECT
    w.row_id,
    s.position,
    w.person_key,
    w.score,
    FALSE AS claims_other_id,
    FALSE AS is_settled
FROM weighed AS w
JOIN strategy AS s ON s.link_at IS NOT NULL;

INSERT INTO verdict
WITH ranked AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY row_id) AS persons,
        count(*) OVER (PARTITION BY person_key) AS rows,
        row_number() OVER (PARTITION BY row_id ORDER BY weight DESC, person_key) AS nth
    FROM weighed
),
best AS (
    SELECT
        *,
        s.outcome,
        s.position,
        s.method,
        r.weight >= s.link_at AND r.persons = 1 AND r.rows = 1 AND NOT r.may_be_sibling AND NOT r.has_different_number AS is_sure
    FROM ranked AS r
    JOIN strategy AS s ON s.link_at IS NOT NULL
    WHERE r.nth = 1
)
SELECT
    row_id,
    CASE WHEN is_sure THEN person_key END AS person_key,
    CASE WHEN is_sure THEN outcome ELSE 'review' END AS outcome,
    position,
    method,
    score
FROM best;
