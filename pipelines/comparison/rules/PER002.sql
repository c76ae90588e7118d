SELECT
    min_by(s.row_id, ROW(s.sender_code <> s.school_code, s.row_id)) AS row_id,
    c.dataset || '_count' AS field,
    CAST(c.n_now AS VARCHAR) AS value,
    percent_change(c.n_before, c.n_now) AS percent,
    c.n_before AS expected,
    c.n_now AS found
FROM head_count AS c
JOIN school AS s USING (school_code)
WHERE ((c.dataset = 'class' AND c.n_before >= 5) OR (c.dataset = 'staff' AND c.n_before >= 10))
  AND abs(c.n_now - c.n_before) > 0.30 * c.n_before
GROUP BY
    c.school_code,
    c.dataset,
    c.n_before,
    c.n_now
