WITH parent AS (
    SELECT
        list,
        code,
        min(parent_list) AS parent_list,
        string_agg(parent_code, ';' ORDER BY parent_code) AS parent_codes
    FROM code_parent
    GROUP BY list, code
)

SELECT
    c.list,
    c.code,
    c.label_vi,
    c.label_en,
    p.parent_list,
    p.parent_codes
FROM code AS c
LEFT JOIN parent AS p ON p.list = c.list AND p.code = c.code
