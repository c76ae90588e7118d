-- Whether the links file differs from what is stored.
SELECT (SELECT count(*) FROM link_before) <> (SELECT count(*) FROM linked) + (SELECT count(*) FROM link)
    OR EXISTS (FROM restored)
    OR EXISTS (
        SELECT l.row_id
        FROM link AS l
        ANTI JOIN link_before AS b
            ON b.row_id = l.row_id
            AND b.person_key IS NOT DISTINCT FROM l.person_key
            AND b.outcome = l.outcome
            AND b.method = l.method
            AND b.score = l.score
    )
