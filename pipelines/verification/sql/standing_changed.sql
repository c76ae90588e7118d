SELECT (SELECT count(*) FROM standing) <> (SELECT count(*) FROM standing_before)
    OR EXISTS (
        FROM standing
        EXCEPT
        FROM standing_before
    )
