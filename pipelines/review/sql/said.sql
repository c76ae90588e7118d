SELECT
    t.row_id,
    {columns}
FROM typed_row AS t
SEMI JOIN wanted_row USING (row_id)
WHERE t.outcome <> 'rejected'
