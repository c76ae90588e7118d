-- Both sides of the pairs, alike; of the persons, the numbers and the mother as the register has them.
CREATE TABLE residue AS
SELECT
    r.*,
    ordered_name(r.folded_name) AS ordered_name,
    coalesce(o.origin_classes, []) AS origin_classes,
    coalesce(o.origin_schools, []) AS origin_schools
FROM (
    SELECT *
    FROM unfound
    SEMI JOIN blocked_pair USING (row_id)
) AS r
LEFT JOIN class_origin AS o ON o.class_key = r.class_key;

CREATE TABLE absentee AS
SELECT
    a.* EXCLUDE (row_id) REPLACE (
        p.person_id AS person_id,
        p.personal_id AS personal_id,
        coalesce(nullif(a.folded_mother_name, ''), p.folded_mother_name) AS folded_mother_name
    ),
    p.scheme,
    ordered_name(a.folded_name) AS ordered_name,
    [a.class_key] AS origin_classes,
    [a.school_code] AS origin_schools
FROM (
    SELECT *
    FROM unseen
    SEMI JOIN blocked_pair USING (person_key)
) AS a
JOIN person AS p ON p.person_key = a.person_key;
