-- Nobody asks for the parents of staff.
SELECT
    row_id,
    NULL::VARCHAR AS folded_mother_name,
    NULL::VARCHAR AS folded_father_name
FROM accepted
