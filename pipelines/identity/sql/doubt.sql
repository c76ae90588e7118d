-- Free rows that cannot be told apart from another row, or whose number others claim too.
CREATE TABLE doubt AS
WITH alike AS (
    SELECT
        k.position,
        k.key,
        s.is_number,
        m.*,
        coalesce(c.component, m.row_id) AS component,
        CASE WHEN m.person_id IS NOT NULL THEN 2 ELSE 0 END + CASE WHEN m.personal_id IS NOT NULL THEN 1 ELSE 0 END AS numbers
    FROM shared_key AS k
    JOIN strategy AS s ON s.position = k.position
    JOIN member AS m ON m.row_id = k.row_id
    LEFT JOIN component AS c ON c.row_id = k.row_id
    WHERE NOT k.is_sound
)
SELECT
    a.row_id,
    min(a.position) AS position
FROM alike AS a
JOIN alike AS b ON b.position = a.position AND b.key = a.key AND b.component <> a.component
ANTI JOIN other_row AS o ON o.row_id = a.row_id AND o.other_row_id = b.row_id
WHERE a.state = 'free'
  AND (
      a.is_number
      -- Of two that look alike, the one that says less about itself waits.
      OR (
          a.numbers <= b.numbers
          AND NOT contradicts(a.person_id, b.person_id)
          AND NOT has_other_number(a.personal_id, b.personal_id)
          AND NOT contradicts(nullif(a.folded_mother_name, ''), nullif(b.folded_mother_name, ''))
      )
  )
GROUP BY a.row_id
