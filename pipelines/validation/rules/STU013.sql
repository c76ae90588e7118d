-- The terms are days of the year (month * 100 + day); the year is bounded by the summers before and after.
SELECT
    row_id,
    'status_date' AS field,
    show_date(status_date) AS value,
    code_label('student_status', status_code) AS shown,
    show_date(status_date) AS date
FROM (
    SELECT
        row_id,
        status_code,
        status_date,
        month(status_date) * 100 + day(status_date) AS month_day,
        (year(status_date) - school_year()) * 10000 + month(status_date) * 100 + day(status_date) AS school_year_day
    FROM student
    WHERE status_code <> '01' AND status_date IS NOT NULL
) AS s
WHERE (status_code IN ('02', '03', '04', '05') AND month_day > 131 AND month_day < 801)
   OR (status_code IN ('06', '07', '08', '09') AND month_day > 630)
   OR (status_code IN ('10', '11', '12') AND month_day NOT BETWEEN 515 AND 915)
   OR school_year_day NOT BETWEEN 515 AND 10915
