-- Learners of the marts against the truth: keys that stand for several persons, persons that have several keys, all persons.
WITH linked AS (
    SELECT
        t.person_id,
        l.learner_key
    FROM marts.fact_learner_link AS l
    JOIN read_parquet($truth) AS t
        ON t.period = l.period
        AND t.school_code = l.school_code
        AND t.file = l.file
        AND t.sheet = l.sheet
        AND t.excel_row = l.excel_row
    WHERE t.dataset = 'student' AND l.learner_key IS NOT NULL
)
SELECT
    (SELECT count(*) FROM (SELECT learner_key FROM linked GROUP BY learner_key HAVING count(DISTINCT person_id) > 1)) AS taken_for_another,
    (SELECT count(*) FROM (SELECT person_id FROM linked GROUP BY person_id HAVING count(DISTINCT learner_key) > 1)) AS taken_for_new,
    (SELECT count(DISTINCT person_id) FROM linked) AS persons
