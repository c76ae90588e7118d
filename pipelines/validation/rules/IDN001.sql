-- datasets: student staff
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value,
    length(regexp_replace(personal_id, '[^0-9]', '', 'g')) AS n
FROM this
WHERE NOT regexp_matches(personal_id, '^([0-9]{9}|[0-9]{12})$')
