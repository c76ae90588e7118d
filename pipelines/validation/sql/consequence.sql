-- What to mend in one go. wrong_column: columns of codes and names of which most rows fail, with many values: one wrong list, not many wrong
-- cells. consequence: findings that go away with the error of another row (root_row_id), because that row was kept out.
CREATE OR REPLACE TEMP TABLE wrong_column AS
SELECT
    p.sender_code,
    p.dataset,
    p.rule_id,
    p.field
FROM placed_finding AS p
JOIN (SELECT sender_code, dataset, sum(rows_read) AS rows_read FROM sheet GROUP BY ALL) AS s
    ON s.sender_code = p.sender_code AND s.dataset = p.dataset
WHERE p.excel_row IS NOT NULL
GROUP BY ALL
HAVING count(DISTINCT p.value) >= 3 AND 2 * count(DISTINCT p.row_id) >= any_value(s.rows_read);

CREATE OR REPLACE TEMP TABLE consequence AS
WITH rejected_class AS (SELECT * FROM class SEMI JOIN rejected_row USING (row_id)),
rejected_staff AS (SELECT * FROM staff SEMI JOIN rejected_row USING (row_id)),
rejected_campus AS (SELECT * FROM campus SEMI JOIN rejected_row USING (row_id)),
rejected_student AS (SELECT * FROM student SEMI JOIN rejected_row USING (row_id)),
-- The keys under which other rows look for a row that was kept out, by the rule that does not find it.
lost_key AS (
    SELECT row_id, school_code, 'XSC002' AS rule_id, bare_class_name(fold(class_code)) AS key FROM rejected_class
    UNION ALL
    SELECT row_id, school_code, 'XSC002', bare_class_name(fold(class_name)) FROM rejected_class
    UNION ALL
    SELECT row_id, school_code, 'XSC006', fold(staff_code) FROM rejected_staff
    UNION ALL
    SELECT row_id, school_code, 'XSC008', fold(campus_code) FROM rejected_campus
    UNION ALL
    SELECT row_id, school_code, 'XSC027', fold(staff_code) FROM rejected_staff
    UNION ALL
    SELECT row_id, school_code, 'LRN005', fold(staff_code) FROM rejected_staff
    UNION ALL
    SELECT row_id, school_code, 'XSC031', fold(staff_code) FROM rejected_staff
    UNION ALL
    SELECT row_id, school_code, 'XSC028', bare_class_name(fold(coalesce(class_code, class_name))) FROM rejected_class
    UNION ALL
    -- Results and candidates name a learner by the first of their numbers that is filled.
    SELECT row_id, school_code, rule_id, unnest([fold(learner_id), fold(local_code), fold(mask(personal_id))])
    FROM rejected_student, (VALUES ('XSC025'), ('EXA001')) AS r (rule_id)
    UNION ALL
    -- A school whose own row was kept out keeps everything out; what has no class then says so of the school.
    SELECT row_id, school_code, 'XSC001', fold(school_code) FROM school SEMI JOIN rejected_row USING (row_id)
    UNION ALL
    SELECT c.row_id, c.school_code, 'XSC001', fold(c.school_code)
    FROM rejected_class AS c
    ANTI JOIN (SELECT * FROM school SEMI JOIN rejected_row USING (row_id)) AS s ON s.school_code = c.school_code
),
-- Folding is dear: once for each value.
missed AS (
    SELECT
        *,
        CASE WHEN rule_id IN ('XSC002', 'XSC028') THEN bare_class_name(fold(value)) ELSE fold(value) END AS key
    FROM (
        SELECT DISTINCT school_code, rule_id, value
        FROM placed_finding
        WHERE rule_id IN ('XSC001', 'XSC002', 'XSC006', 'XSC008', 'XSC025', 'XSC027', 'XSC028', 'XSC031', 'EXA001', 'LRN005')
            AND value IS NOT NULL
    )
)
SELECT
    m.school_code,
    m.rule_id,
    m.value,
    min(k.row_id) AS root_row_id
FROM missed AS m
JOIN lost_key AS k ON k.school_code = m.school_code AND k.rule_id = m.rule_id AND k.key = m.key
GROUP BY ALL;

-- The error that kept such a row out: its own, or that of its sheet; where that follows from a third row (a class whose teacher was kept
-- out), the error of that one. Chains are no longer: a school's own row is looked up directly.
CREATE OR REPLACE TEMP TABLE near_error AS
SELECT
    c.root_row_id,
    c.school_code,
    arg_min({'dataset': f.dataset, 'rule_id': f.rule_id, 'field': f.field, 'value': f.value}, f.rule_id) AS root
FROM (
    SELECT school_code, root_row_id, root_row_id AS place FROM consequence
    UNION
    SELECT school_code, root_row_id, row_place(place_sheet(root_row_id), 0) FROM consequence
) AS c
JOIN finding AS f ON f.row_id = c.place
JOIN standing_error AS e ON e.row_id = f.row_id AND e.rule_id = f.rule_id
WHERE f.rule_id <> 'XSC001'
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE root_error AS
SELECT
    n.root_row_id,
    coalesce(any_value(far.root), any_value(n.root)) AS root
FROM near_error AS n
LEFT JOIN consequence AS c
    ON c.school_code = n.school_code
    AND c.rule_id = n.root.rule_id
    AND c.value = n.root.value
LEFT JOIN near_error AS far ON far.root_row_id = c.root_row_id
GROUP BY n.root_row_id
