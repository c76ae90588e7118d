-- Fields with few distinct cells: a look-up in a small map costs less than a join for each of some forty fields.
SET VARIABLE cells = (
    SELECT map(list(name), list(values_of_field))
    FROM (
        SELECT
            substr(field, length($dataset) + 2) AS name,
            map(list(raw), list(value)) AS values_of_field
        FROM cell_value
        WHERE starts_with(field, $dataset || '.')
        GROUP BY field
        HAVING count(*) <= 64
    )
);
