-- $learners learners of one province, 450 a school, $first the number of the first; one in a thousand has the id, one the personal number of
-- the learner half a province further on. $year is added to the grade. Variables family, middle and given are lists of $syllables parts of
-- names, each as often as it is borne; every province has persons of its own.
SELECT
    (n // 450 + 1 + $sheets)::BIGINT * 2097152 + n % 450 + 2 AS row_id,
    $province || lpad((n // 450)::VARCHAR, 6, '0') AS sender_code,
    $province || lpad((n // 450)::VARCHAR, 6, '0') AS school_code,
    $province || lpad((CASE WHEN n % 1000 = 1 THEN (n + $learners // 2) % $learners ELSE n END)::VARCHAR, 8, '0') AS learner_id,
    '0' || $province || lpad((CASE WHEN n % 1000 = 2 THEN (n + $learners // 2) % $learners ELSE n END)::VARCHAR, 9, '0') AS personal_id,
    getvariable('family')[(hash(n, $province) % $syllables)::INTEGER + 1] || ' '
        || getvariable('middle')[(hash(n, $province, 1) % $syllables)::INTEGER + 1] || ' ' || getvariable('given')[(hash(n, $province, 2) % $syllables)::INTEGER + 1] AS full_name,
    DATE '2008-01-01' + (hash(n, $province, 3) % 3650)::INTEGER AS birth_date,
    CASE WHEN hash(n, $province, 4) % 2 = 0 THEN '01' ELSE '02' END AS sex_code,
    getvariable('family')[(hash(n, $province, 5) % $syllables)::INTEGER + 1] || ' '
        || getvariable('middle')[(hash(n, $province, 6) % $syllables)::INTEGER + 1] || ' ' || getvariable('given')[(hash(n, $province, 7) % $syllables)::INTEGER + 1] AS mother_name,
    (n % 9 + 1 + $year)::VARCHAR || chr((65 + n // 45 % 10)::INTEGER) AS class_name,
    lpad((n % 9 + 1 + $year)::VARCHAR, 2, '0') AS grade_code,
    CASE WHEN n % 200 = 3 THEN '04' WHEN n % 200 = 4 THEN '02' ELSE '01' END AS status_code,
    CASE WHEN n % 200 IN (3, 4) THEN DATE '2025-08-15' END AS status_date,
    CASE WHEN n % 200 = 3 THEN '01' END AS transfer_destination_code
FROM range($learners) AS learner (n)
