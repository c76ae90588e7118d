-- The texts of one dataset that are worth the same; names are compared without regard to case (FLD025).
SELECT c.correction_id
FROM mended_cell AS c
JOIN judged_text AS a ON a.field = c.field AND a.raw = c.said
JOIN judged_text AS b ON b.field = c.field AND b.raw = c.new_value
JOIN text_field AS f ON f.dataset = c.dataset AND f.field = c.field
WHERE c.dataset = $dataset
  AND CASE WHEN f.kind = 'name' THEN lower(a.value) = lower(b.value) ELSE a.value = b.value END
