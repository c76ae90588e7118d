-- Whether the collection has come to its end: 95 % of the schools that are expected have handed in their learners. Before that, a learner
-- who is nowhere may be in a list still to come.
CREATE TEMP TABLE collected AS
SELECT coalesce(count(s.school_code) >= 0.95 * count(*), FALSE) AS is_complete
FROM expected_school AS e
LEFT JOIN (SELECT school_code FROM sent_list WHERE dataset = 'student') AS s ON s.school_code = e.school_code;

CREATE OR REPLACE TEMP MACRO collection_is_complete() AS (SELECT is_complete FROM collected);
