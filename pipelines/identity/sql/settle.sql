-- Where the free rows belong that have to do with others: with the one person of their component, to a newcomer (named by a row), or
-- in review.
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
father AS (
    SELECT DISTINCT
        e.component,
        e.folded_father_name
    FROM entangled AS e
    JOIN strategy AS s ON s.position = e.position AND NOT s.is_number
),
-- A namesake of the same day may have a mother who is a namesake, too: other fathers tell them apart.
several_fathers AS (
    SELECT DISTINCT a.component
    FROM father AS a
    JOIN father AS b ON b.component = a.component AND is_other_parent(a.folded_father_name, b.folded_father_name)
),
together AS (
    SELECT
        component,
        min(person_key) AS person_key,
        max(person_id) AS person_id,
        bool_or(is_doubtful)
            OR count(DISTINCT person_key) > 1
            -- Whom an officer said to be one person may contradict each other.
            OR max(position) > 0 AND (
                count(DISTINCT person_id) > 1
                OR count(DISTINCT personal_id) > 1
                -- Once in the list of the school and once in its department's; twice in one list only who has a number, and left
                -- and came back.
                OR count(DISTINCT school_code || '|' || sender_code) < count(*) AND greatest(count(person_id), count(personal_id)) < count(*)
                OR component IN (SELECT component FROM several_fathers)
            ) AS is_contradictory
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
    CASE WHEN t.is_contradictory THEN 0.0 ELSE 1.0 END AS score
FROM entangled AS e
JOIN together AS t ON t.component = e.component
WHERE e.state = 'free'
