SELECT EXISTS (
    SELECT row_id
    FROM pending
    ANTI JOIN verdict USING (row_id)
)
