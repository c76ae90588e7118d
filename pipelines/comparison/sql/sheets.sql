SELECT
    s.sheet_id,
    n.submission_id,
    n.sender_code,
    n.province_code,
    f.name AS file,
    s.name AS sheet,
    s.layout_id
FROM submission AS n
JOIN submitted_file AS f ON f.submission_id = n.submission_id
JOIN sheet AS s ON s.file_id = f.file_id
WHERE n.period = $1
