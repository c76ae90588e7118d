-- A link of the file that names the row's person is the one that is stored: links are made and undone, never changed.
SELECT row_id
FROM linked
ANTI JOIN link_before USING (row_id, person_key)
