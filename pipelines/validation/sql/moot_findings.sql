-- What is told by another finding: cells of the wrong length where the columns of learner id and personal number are exchanged (IDN016);
-- the odd name, number or code that the text of a formula error would be (FIL015).
DELETE FROM finding
WHERE dataset = $dataset
  AND (
    (
        rule_id IN ('IDN001', 'IDN011')
        AND field IN ('learner_id', 'personal_id')
        AND place_sheet(row_id) IN (SELECT place_sheet(row_id) FROM finding WHERE rule_id = 'IDN016' AND dataset = $dataset)
    )
    OR (
        rule_id <> 'FIL015'
        AND (row_id, field, value) IN (SELECT (row_id, field, value) FROM finding WHERE rule_id = 'FIL015' AND dataset = $dataset)
    )
  );
