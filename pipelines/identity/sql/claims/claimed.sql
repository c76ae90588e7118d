-- What the rows linked now say of their persons that the register knows otherwise.
CREATE TABLE claimed AS
WITH said AS (
    SELECT
        d.person_key,
        r.school_code,
        unnest(
            [
                {'attribute': 'person_id', 'value': r.person_id, 'resolved': p.person_id},
                {'attribute': 'personal_id', 'value': r.personal_id, 'resolved': p.personal_id},
                {'attribute': 'folded_name', 'value': r.folded_name, 'resolved': p.folded_name},
                {'attribute': 'birth_date', 'value': r.birth_date, 'resolved': p.birth_date},
                {'attribute': 'sex_code', 'value': r.sex_code, 'resolved': p.sex_code},
                {'attribute': 'folded_mother_name', 'value': r.folded_mother_name, 'resolved': p.folded_mother_name}
            ],
            recursive := TRUE
        )
    FROM decision AS d
    JOIN pending AS r ON r.row_id = d.row_id
    JOIN person AS p ON p.person_key = d.person_key
)
SELECT DISTINCT
    person_key,
    attribute,
    value,
    school_code
FROM said
JOIN resolution USING (attribute)
WHERE value <> resolved
  AND value <> ''
  AND resolved <> ''
ORDER BY person_key, attribute, value, school_code
