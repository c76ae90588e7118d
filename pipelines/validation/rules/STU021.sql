-- "Thi" in any tone; "Văn" only as it is written, for Vân is a common name of girls. Patterns, because folding is dear.
SELECT
    row_id,
    'full_name' AS field,
    full_name AS value,
    code_label('sex', sex_code) AS found
FROM student
WHERE (sex_code = '01' AND regexp_matches(full_name, ' [Tt][Hh][IiỊịÌìÍíỈỉĨĩ] '))
   OR (sex_code = '02' AND regexp_matches(full_name, '^[^ ]+ [Vv][ĂăAa][Nn]( |$)'))
