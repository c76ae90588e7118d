-- Where each person of the province stood last, in the periods before this one.
CREATE TABLE last_place AS
SELECT
    l.person_key,
    any_value(l.person_id) AS person_id,
    arg_max(l.row_id, (p.nth, t.school_code, l.row_id)) AS row_id
FROM earlier_link AS l
JOIN earlier_typed AS t ON t.row_id = l.row_id
JOIN earlier_period AS p ON p.period = t.period
WHERE l.person_key IS NOT NULL
GROUP BY l.person_key
