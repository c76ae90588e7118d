-- The parents that each accepted row of a learner names. Folded they are where they are compared: folding all would take longer.
SELECT
    row_id,
    mother_name,
    father_name
FROM accepted
