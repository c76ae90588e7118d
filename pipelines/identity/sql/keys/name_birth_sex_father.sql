SELECT
    *,
    concat_ws('|', folded_name, birth_date, sex_code, coalesce(nullif(folded_father_name, ''), folded_guardian_name)) AS key
FROM subject
WHERE length(birth_date) = 10
  AND folded_father_name || folded_guardian_name <> ''
