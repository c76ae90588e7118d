-- Of each dataset the list that counts where a school stands in several: its own before its department's, that before its commune's.
CREATE OR REPLACE TEMP VIEW leading_list AS
SELECT
    dataset,
    school_code,
    min_by(sender_code, ROW(sender_code <> school_code, sender_code)) AS sender_code
FROM (
    SELECT DISTINCT 'campus' AS dataset, school_code, sender_code FROM campus
    UNION ALL
    SELECT DISTINCT 'class', school_code, sender_code FROM class
    UNION ALL
    SELECT DISTINCT 'staff', school_code, sender_code FROM staff
    UNION ALL
    SELECT DISTINCT 'student', school_code, sender_code FROM student
    UNION ALL
    SELECT DISTINCT 'facility', school_code, sender_code FROM facility
)
GROUP BY dataset, school_code;

CREATE OR REPLACE TEMP VIEW leading_campus AS
SELECT r.*
FROM campus AS r
SEMI JOIN leading_list AS l ON l.dataset = 'campus' AND l.school_code = r.school_code AND l.sender_code = r.sender_code;

CREATE OR REPLACE TEMP VIEW leading_class AS
SELECT r.*
FROM class AS r
SEMI JOIN leading_list AS l ON l.dataset = 'class' AND l.school_code = r.school_code AND l.sender_code = r.sender_code;

CREATE OR REPLACE TEMP VIEW leading_staff AS
SELECT r.*
FROM staff AS r
SEMI JOIN leading_list AS l ON l.dataset = 'staff' AND l.school_code = r.school_code AND l.sender_code = r.sender_code;

CREATE OR REPLACE TEMP VIEW leading_student AS
SELECT r.*
FROM student AS r
SEMI JOIN leading_list AS l ON l.dataset = 'student' AND l.school_code = r.school_code AND l.sender_code = r.sender_code;

CREATE OR REPLACE TEMP VIEW leading_facility AS
SELECT r.*
FROM facility AS r
SEMI JOIN leading_list AS l ON l.dataset = 'facility' AND l.school_code = r.school_code AND l.sender_code = r.sender_code
