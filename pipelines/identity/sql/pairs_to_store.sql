-- The queue of this partition. A row that was linked after all stands for its person. Rows that say the same are one pair, and so are
-- two rows that wait for each other. What was decided is not asked again.
WITH pair AS (
    SELECT DISTINCT
        d.row_id,
        coalesce(d.person_key, l.person_key) AS person_key,
        CASE WHEN d.person_key IS NULL AND l.person_key IS NULL THEN d.other_row_id END AS other_row_id,
        d.method,
        d.score
    FROM doubtful_pair AS d
    LEFT JOIN link AS l ON l.row_id = d.other_row_id
),
spoken AS (
    SELECT
        r.*,
        coalesce(t.content_key, row_content(r, a.{own_number})) AS content_key
    FROM pending AS r
    SEMI JOIN (
        SELECT row_id
        FROM pair
        UNION
        SELECT other_row_id
        FROM pair
    ) USING (row_id)
    JOIN accepted AS a ON a.row_id = r.row_id
    LEFT JOIN told_row AS t ON t.row_id = r.row_id
),
named AS (
    SELECT
        left(
            md5(
                concat_ws(
                    '|',
                    $kind,
                    least(r.content_key, o.content_key),
                    greatest(r.content_key, o.content_key),
                    coalesce('person ' || p.person_key, 'row')
                )
            ),
            16
        ) AS pair_id,
        $period AS period,
        $province AS province_code,
        $kind AS kind,
        p.row_id,
        r.content_key,
        r.school_code,
        r.folded_name,
        r.birth_date,
        p.person_key,
        p.other_row_id,
        o.content_key AS other_content_key,
        coalesce(o.school_code, '') AS other_school_code,
        l.outcome,
        p.method,
        p.score
    FROM pair AS p
    JOIN spoken AS r ON r.row_id = p.row_id
    JOIN link AS l ON l.row_id = p.row_id
    LEFT JOIN spoken AS o ON o.row_id = p.other_row_id
    ANTI JOIN other_person AS n ON n.row_id = p.row_id AND n.person_key = p.person_key
)
SELECT *
FROM named
QUALIFY row_number() OVER (PARTITION BY pair_id ORDER BY score DESC, row_id) = 1
ORDER BY pair_id
