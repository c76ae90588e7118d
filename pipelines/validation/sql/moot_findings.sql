-- Where the columns of learner id and personal number are exchanged (IDN016), one finding tells it: not each cell of the wrong length.
DELETE FROM finding
WHERE rule_id IN ('FLD014', 'IDN001', 'IDN011')
  AND field IN ('learner_id', 'personal_id')
  AND dataset = $dataset
  AND place_sheet(row_id) IN (SELECT place_sheet(row_id) FROM finding WHERE rule_id = 'IDN016' AND dataset = $dataset);
