-- Later findings on sheets in force, with the province of their file.
SELECT
    p.province_code,
    f.* EXCLUDE (filename)
FROM ({findings}) AS f
JOIN {province} AS p ON p.filename = f.filename
SEMI JOIN ({sheets}) AS s USING (submission_id, dataset, file, sheet)
