-- View decided_finding: the rows of placed_finding (it must have rule_id, sender_code and value) with what people decided about them.
-- status: open, explained or waived; decision_vi, decision_en say who, why and how long. A waiver goes before an explanation, and an
-- explanation of one value before that of all. Every source of findings takes its status from here.
CREATE OR REPLACE TEMP VIEW decided_finding AS
SELECT
    f.*,
    coalesce(own.status, every.status, 'open') AS status,
    coalesce(own.said_vi, every.said_vi) AS decision_vi,
    coalesce(own.said_en, every.said_en) AS decision_en
FROM placed_finding AS f
LEFT JOIN decision AS own
    ON own.sender_code = f.sender_code
    AND own.rule_id = f.rule_id
    AND own.value = f.value
    AND own.value <> ''
LEFT JOIN decision AS every
    ON every.sender_code = f.sender_code
    AND every.rule_id = f.rule_id
    AND every.value = ''
