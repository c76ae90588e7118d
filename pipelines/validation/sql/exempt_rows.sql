-- Rows in which a learner is said to be exempt from the subject (FLD038).
INSERT INTO exempt_row
SELECT DISTINCT row_id
FROM noted_cell
WHERE list_contains(repairs, 'FLD038')
