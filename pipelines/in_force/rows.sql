-- The rows of files of which the senders are in force in that part, with what is said of the partition.
SELECT
    {columns}
FROM read_parquet({files}, union_by_name = TRUE, filename = TRUE) AS t
JOIN {file} AS f ON f.filename = t.filename
{joins}
SEMI JOIN {sender} AS s ON s.part = f.part AND s.sender_code = t.sender_code
