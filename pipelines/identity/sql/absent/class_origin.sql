-- From which classes the classmates come: at least two of a class that were seen again stood there before. Schools likewise.
CREATE TABLE class_origin AS
WITH now AS (
    SELECT
        s.person_key,
        e.class_key
    FROM seen AS s
    JOIN (
        WITH typed_row AS (
            SELECT *
            FROM accepted
        )
        {evidence}
    ) AS e ON e.row_id = s.row_id
),
before AS (
    SELECT
        l.person_key,
        e.class_key,
        split_part(e.class_key, '|', 1) AS school_code
    FROM last_place AS l
    JOIN (
        WITH typed_row AS (
            SELECT *
            FROM earlier_typed
        )
        {evidence}
    ) AS e ON e.row_id = l.row_id
),
moved AS (
    SELECT
        now.class_key,
        before.class_key AS origin_class,
        before.school_code AS origin_school,
        count(*) AS learners
    FROM now
    JOIN before ON before.person_key = now.person_key
    GROUP BY now.class_key, before.class_key, before.school_code
)
SELECT
    class_key,
    list(origin_class) FILTER (WHERE learners >= 2) AS origin_classes,
    list(DISTINCT origin_school) AS origin_schools
FROM moved
WHERE learners >= 2
GROUP BY class_key
