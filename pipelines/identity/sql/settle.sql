-- Where the free rows belong: with the one person of their component, to a newcomer (named by a row), or in review.
-- is_alone: no other row has anything to do with it.
CREATE TABLE settled AS
WITH entangled AS (
    SELECT
        m.*,
        coalesce(c.component, m.row_id) AS component,
        least(c.position, d.position) AS position,
        d.row_id IS NOT NULL AS is_doubtful
    FROM member AS m
    LEFT JOIN component AS c ON c.row_id = m.row_id
    LEFT JOIN doubt AS d ON d.row_id = m.row_id
    WHERE c.row_id IS NOT NULL OR d.row_id IS NOT NULL
),
together AS (
    SELECT
        component,
        min(person_key) AS person_key,
        max(person_id) AS person_id,
        bool_or(is_doubtful)
            OR count(DISTINCT person_key) > 1
            OR count(DISTINCT person_id) > 1
            OR count(DISTINCT personal_id) > 1
            OR count(DISTINCT school_code) < count(*) AS is_contradictory
    FROM entangled
    GROUP BY component
)
SELECT
    e.row_id,
    CASE WHEN NOT t.is_contradictory THEN t.person_key END AS person_key,
    CASE WHEN NOT t.is_contradictory AND t.person_key IS NULL THEN e.component END AS newcomer,
    CASE
        WHEN t.is_contradictory THEN 'review'
        WHEN t.person_key IS NULL AND e.person_id IS NOT NULL THEN 'known'
        WHEN t.person_key IS NULL AND t.person_id IS NULL THEN 'new'
        ELSE 'matched'
    END AS outcome,
    e.position,
    CASE WHEN t.is_contradictory THEN 0.0 ELSE 1.0 END AS score,
    FALSE AS is_alone
FROM entangled AS e
JOIN together AS t ON t.component = e.component
WHERE e.state = 'free'
UNION ALL
SELECT
    m.row_id,
    NULL AS person_key,
    m.row_id AS newcomer,
    CASE WHEN m.person_id IS NOT NULL THEN 'known' ELSE 'new' END AS outcome,
    NULL AS position,
    1.0 AS score,
    TRUE AS is_alone
FROM member AS m
ANTI JOIN entangled USING (row_id)
WHERE m.state = 'free'
