-- One place for each misplaced column; two columns that were swapped with each other are told once.
SELECT
    row_place(m.sheet_id, 0) AS row_id,
    m.field,
    NULL AS value,
    l.letter || ' (' || f.label_vi || ')' || CASE WHEN m.is_swapped THEN ' ↔ ' ELSE ' → ' END || o.letter || ' (' || g.label_vi || ')' AS list_vi,
    l.letter || ' (' || f.label_en || ')' || CASE WHEN m.is_swapped THEN ' ↔ ' ELSE ' → ' END || o.letter || ' (' || g.label_en || ')' AS list_en
FROM misplaced_column AS m
JOIN sheet AS s ON s.sheet_id = m.sheet_id
JOIN column_letter AS l ON l.layout_id = s.layout_id AND l.field = m.field
JOIN column_letter AS o ON o.layout_id = s.layout_id AND o.field = m.other
JOIN field AS f ON f.dataset = s.dataset AND f.name = m.field
JOIN field AS g ON g.dataset = s.dataset AND g.name = m.other
WHERE NOT EXISTS (
    SELECT *
    FROM misplaced_column AS twin
    WHERE m.is_swapped AND twin.sheet_id = m.sheet_id AND twin.field = m.other AND twin.other = m.field AND twin.field < m.field
)
