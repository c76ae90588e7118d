-- Pairs of a row and a person that have anything in common (blocking_keys), and that no officer told apart: only these are looked at.
CREATE TABLE unfound_block AS
SELECT
    row_id,
    unnest(blocking_keys(folded_name, birth_date, folded_mother_name, folded_father_name, school_code)) AS block
FROM unfound;

CREATE TABLE unseen_block AS
SELECT
    person_key,
    unnest(blocking_keys(folded_name, birth_date, folded_mother_name, folded_father_name, school_code)) AS block
FROM unseen;

CREATE TABLE blocked_pair AS
SELECT DISTINCT
    r.row_id,
    a.person_key
FROM unfound_block AS r
JOIN unseen_block AS a ON a.block = r.block
ANTI JOIN other_person AS o ON o.row_id = r.row_id AND o.person_key = a.person_key;
