-- Nobody asks for the parents of staff.
SELECT
    row_id,
    NULL::VARCHAR AS mother_name,
    NULL::VARCHAR AS father_name
FROM accepted
