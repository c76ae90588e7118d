-- $learners learners of one province, 450 a school, $first the number of the first; one in a thousand has the id, one the personal number of
-- the learner half a province further on. $year is added to the grade. Table name_part has the parts of names as often as they are borne.
SELECT
    (n // 450 + 1 + $sheets)::BIGINT * 2097152 + n % 450 + 2 AS row_id,
    $province || lpad((n // 450)::VARCHAR, 6, '0') AS sender_code,
    $province || lpad((n // 450)::VARCHAR, 6, '0') AS school_code,
    $province || lpad((CASE WHEN n % 1000 = 1 THEN (n + $learners // 2) % $learners ELSE n END)::VARCHAR, 8, '0') AS learner_id,
    '0' || $province || lpad((CASE WHEN n % 1000 = 2 THEN (n + $learners // 2) % $learners ELSE n END)::VARCHAR, 9, '0') AS personal_id,
    family[(hash(n) % len(family))::INTEGER + 1] || ' ' || middle[(hash(n, 1) % len(middle))::INTEGER + 1] || ' '
        || given[(hash(n, 2) % len(given))::INTEGER + 1] AS full_name,
    DATE '2008-01-01' + (hash(n, 3) % 3650)::INTEGER AS birth_date,
    CASE WHEN hash(n, 4) % 2 = 0 THEN '01' ELSE '02' END AS sex_code,
    family[(hash(n, 5) % len(family))::INTEGER + 1] || ' ' || middle[(hash(n, 6) % len(middle))::INTEGER + 1] || ' '
        || given[(hash(n, 7) % len(given))::INTEGER + 1] AS mother_name,
    (n % 9 + 1 + $year)::VARCHAR || chr((65 + n // 45 % 10)::INTEGER) AS class_name,
    lpad((n % 9 + 1 + $year)::VARCHAR, 2, '0') AS grade_code,
    CASE WHEN n % 200 = 3 THEN '04' WHEN n % 200 = 4 THEN '02' ELSE '01' END AS status_code,
    CASE WHEN n % 200 IN (3, 4) THEN DATE '2025-08-15' END AS status_date,
    CASE WHEN n % 200 = 3 THEN '01' END AS transfer_destination_code
FROM range($learners) AS learner (n), name_part
