SELECT
    *,
    concat_ws('|', folded_name, birth_date, sex_code, school_code) AS key
FROM subject
WHERE school_code <> ''
