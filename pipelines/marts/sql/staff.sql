-- Which rows of staff it holds and under which key; their personal fields are added as they are staged.
SELECT
    row_id,
    staff_key,
    period,
    province_code
FROM assignment_row
