-- FLD012: the one label near an unknown spelling. Only the 2,000 shortest unknown spellings of a field are compared, so that a column
-- of names under a list of wards does not cost millions of comparisons; the others are FLD011.
CREATE OR REPLACE TEMP TABLE near_code AS
WITH few AS (
    SELECT *
    FROM unknown_code
    QUALIFY row_number() OVER (PARTITION BY field ORDER BY length(raw), raw) <= 2000
),
near AS (
    SELECT DISTINCT u.field, u.raw, k.code, l.label
    FROM few AS u
    JOIN code_key AS k ON k.list = u.code_list AND k.rank IN (2, 4) AND similarity(u.folded, k.key) >= 0.90
    JOIN code_name AS l ON l.list = k.list AND l.code = k.code
)
SELECT field, raw, min(label) AS suggestion
FROM near
GROUP BY field, raw
HAVING count(DISTINCT code) = 1;
