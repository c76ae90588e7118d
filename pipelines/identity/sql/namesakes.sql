SELECT DISTINCT p.person_key
FROM person AS p
SEMI JOIN open_row AS r
    ON r.folded_name = p.folded_name
    AND r.birth_date = p.birth_date
    AND r.sex_code = p.sex_code
