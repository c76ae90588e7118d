SELECT
    *,
    concat_ws('|', folded_name, birth_date, sex_code, unnest(origin_classes)) AS key
FROM subject
WHERE length(birth_date) = 10
