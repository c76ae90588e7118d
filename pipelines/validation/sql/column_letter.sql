-- Column letter of each field in some layouts (layout_id, columns: JSON).
INSERT INTO column_letter
SELECT
    layout_id,
    its.field AS field,
    its.letter AS letter
FROM (
    SELECT
        layout_id,
        unnest(from_json(columns, '[{"field": "VARCHAR", "letter": "VARCHAR"}]')) AS its
    FROM layout
)
WHERE its.field <> ''
