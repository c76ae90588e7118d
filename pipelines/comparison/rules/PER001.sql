SELECT
    l.place AS row_id,
    NULL AS field,
    CAST(c.n_now AS VARCHAR) AS value,
    percent_change(c.n_before, c.n_now) AS percent,
    c.n_before AS expected,
    c.n_now AS found
FROM head_count AS c
JOIN sent_list AS l USING (dataset, school_code)
WHERE c.dataset = 'student'
  AND c.n_before >= 30
  AND abs(c.n_now - c.n_before) > 0.30 * c.n_before
