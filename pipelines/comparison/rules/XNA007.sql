-- The register keeps no closures yet: a code belongs to the school that had it first. A ward that succeeded another is the same place.
-- Names are compared without the words for the kind of school: with them all names are alike ("Trường tiểu học Kim Đồng", "… Lê Lợi": 0.92).
WITH own_name AS (
    SELECT
        name,
        regexp_replace(
            fold(name),
            '\b(truong|mam non|mau giao|tieu hoc|trung hoc co so|trung hoc pho thong|th|thcs|thpt|va)\b',
            '',
            'g'
        ) AS own
    FROM (
        SELECT school_name AS name FROM accepted_school
        UNION
        SELECT name FROM register
    )
),
given AS (
    SELECT
        s.row_id,
        s.school_code,
        s.ward_code,
        r.name,
        r.ward_code AS known_ward_code
    FROM accepted_school AS s
    JOIN register AS r ON r.school_code = s.school_code
    JOIN own_name AS a ON a.name = s.school_name
    JOIN own_name AS b ON b.name = r.name
    WHERE r.ward_code <> ''
      AND s.ward_code <> r.ward_code
      AND similarity(a.own, b.own) < 0.60
)
SELECT
    g.row_id,
    'school_code' AS field,
    g.school_code AS value,
    g.name AS found
FROM given AS g
LEFT JOIN admin_successor AS a
    ON a.level = 'ward'
    AND (
        (a.code = g.known_ward_code AND a.successor_code = g.ward_code)
        OR (a.code = g.ward_code AND a.successor_code = g.known_ward_code)
    )
WHERE a.code IS NULL
