-- The rows of this run as they are compared with each other: linked (to a person of the register, with that person's numbers), held
-- (in review or conflict) or free.
CREATE TABLE member AS
SELECT
    r.row_id,
    r.school_code,
    coalesce(p.person_id, r.person_id) AS person_id,
    coalesce(p.personal_id, r.personal_id) AS personal_id,
    r.folded_name,
    r.birth_date,
    r.sex_code,
    r.folded_mother_name,
    v.person_key,
    CASE
        WHEN v.row_id IS NULL THEN 'free'
        WHEN v.person_key IS NULL THEN 'held'
        ELSE 'linked'
    END AS state
FROM pending AS r
LEFT JOIN verdict AS v ON v.row_id = r.row_id
LEFT JOIN person AS p ON p.person_key = v.person_key
