SELECT
    *,
    concat_ws('|', ordered_name, birth_date, sex_code, folded_mother_name) AS key
FROM subject
WHERE length(birth_date) = 10
  AND folded_mother_name <> ''
