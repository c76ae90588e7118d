-- Descriptions are compared with namesakes only: the open rows, and the persons who have their name, birth date and sex.
CREATE TABLE namesake AS
SELECT p.*
FROM person AS p
SEMI JOIN open_row AS r
    ON r.folded_name = p.folded_name
    AND r.birth_date = p.birth_date
    AND r.sex_code = p.sex_code;

CREATE TABLE row_with_namesake AS
SELECT r.*
FROM open_row AS r
SEMI JOIN namesake AS p
    ON p.folded_name = r.folded_name
    AND p.birth_date = r.birth_date
    AND p.sex_code = r.sex_code;
