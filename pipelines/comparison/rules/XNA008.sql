-- Who is nowhere may be in a list still to come, so absences are told once the collection is complete.
WITH active AS (
    SELECT DISTINCT
        learner_id,
        school_code
    FROM student
    WHERE is_active_student(status_code) AND learner_id IS NOT NULL
),
leaver AS (
    SELECT row_id, learner_id, school_code, status_code, status_date
    FROM accepted_student
    WHERE status_code IN ('04', '08', '11')
      AND transfer_destination_code IN ('01', '02')
      AND learner_id IS NOT NULL
),
comer AS (
    SELECT row_id, learner_id, school_code, status_code, status_date
    FROM accepted_student
    WHERE status_code IN ('02', '06', '10') AND learner_id IS NOT NULL
)
SELECT
    l.row_id,
    'status_code' AS field,
    l.status_code AS value,
    'rời trường ' || show_date(l.status_date) || ' nhưng chưa học ở trường nào' AS found_vi,
    'left on ' || show_date(l.status_date) || ' and is active in no school' AS found_en
FROM leaver AS l
ANTI JOIN active AS a ON a.learner_id = l.learner_id
WHERE collection_is_complete()
  AND l.status_date + 30 <= census_date()
UNION ALL
SELECT
    c.row_id,
    'status_code',
    c.status_code,
    'đến trường ' || show_date(c.status_date) || ' nhưng không trường nào ghi chuyển đi trong 120 ngày trước đó',
    'came on ' || show_date(c.status_date) || ' and left no school in the 120 days before'
FROM comer AS c
ANTI JOIN leaver AS l
    ON l.learner_id = c.learner_id
    AND l.school_code <> c.school_code
    AND l.status_date BETWEEN c.status_date - 120 AND c.status_date
WHERE collection_is_complete()
  AND c.status_date IS NOT NULL
UNION ALL
SELECT
    d.row_id,
    'status_code',
    d.status_code,
    'ghi thôi học nhưng đang học tại ' || coalesce(min(o.label), '—'),
    'recorded as dropped out but active at ' || coalesce(min(o.label), '—')
FROM accepted_student AS d
JOIN active AS a ON a.learner_id = d.learner_id AND a.school_code <> d.school_code
LEFT JOIN school_label AS o ON o.school_code = a.school_code
WHERE d.status_code IN ('05', '09', '12')
GROUP BY
    d.row_id,
    d.status_code
