CREATE OR REPLACE TABLE person_row AS
SELECT
    f.period,
    f.province_code,
    l.* EXCLUDE (filename)
FROM link_of_file AS l
SEMI JOIN wanted_person USING (person_key)
JOIN link_file AS f ON f.filename = l.filename
