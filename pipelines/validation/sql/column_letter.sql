-- Column letter of each field in the layouts (layout_id, columns: JSON) that the sheets have.
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
    SEMI JOIN sheet USING (layout_id)
)
WHERE its.field <> ''
