-- The levels at which each school teaches, by its own row or else by the register.
CREATE OR REPLACE TEMP TABLE school_level AS
SELECT DISTINCT
    s.school_code,
    l.level_code
FROM (
    SELECT school_code, level_group_code FROM school
    UNION
    SELECT school_code, level_group_code FROM register
) AS s
JOIN level_of_group AS l ON l.level_group_code = s.level_group_code;
