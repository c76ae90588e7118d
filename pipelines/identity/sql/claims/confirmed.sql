-- Values that enough schools or periods gave to become the resolved ones, if only one of the values of an attribute did and, for a
-- number, nobody else has it or would get it.
CREATE TABLE confirmed AS
WITH counted AS (
    SELECT
        c.person_key,
        c.attribute,
        c.value
    FROM open_claim AS c
    JOIN resolution AS r ON r.attribute = c.attribute
    GROUP BY c.person_key, c.attribute, c.value, r.schools, r.periods
    HAVING count(DISTINCT c.school_code) >= r.schools OR count(DISTINCT c.period) >= r.periods
),
single AS (
    SELECT
        person_key,
        attribute,
        min(value) AS value
    FROM counted
    GROUP BY person_key, attribute
    HAVING count(*) = 1
),
contested AS (
    SELECT value
    FROM (
        SELECT
            c.person_key,
            c.value
        FROM number_claim AS c
        JOIN resolution AS r ON r.attribute = 'personal_id'
        GROUP BY c.person_key, c.value, r.schools, r.periods
        HAVING count(DISTINCT c.school_code) >= r.schools OR count(DISTINCT c.period) >= r.periods
    ) AS enough
    GROUP BY value
    HAVING count(*) > 1
)
SELECT
    person_key,
    attribute,
    value
FROM single
WHERE attribute <> 'personal_id'
   OR value NOT IN (
       SELECT personal_id
       FROM number_holder
       UNION ALL
       SELECT value
       FROM contested
   )
