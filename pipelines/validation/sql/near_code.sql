-- FLD012: the one label near an unknown spelling. Of places, whose kinds (Phường, Xã) make most of a short name, the names are compared, and
-- the nearest of those at most one letter away counts. Only the 2,000 shortest unknown spellings of a field are compared, so that a column
-- of names under a list of wards does not cost millions of comparisons; the others are FLD011.
CREATE OR REPLACE TEMP TABLE near_code AS
WITH few AS (
    SELECT
        *,
        CASE WHEN is_place THEN without_kind(key) ELSE key END AS name
    FROM unknown_code
    QUALIFY row_number() OVER (PARTITION BY field ORDER BY length(raw), raw) <= 2000
),
near AS MATERIALIZED (
    SELECT
        u.*,
        k.code,
        k.key AS near_key
    FROM few AS u
    JOIN code_key AS k ON k.list = u.code_list AND k.rank IN (2, 4) AND similarity(u.name, k.key) >= 0.90
),
judged AS (
    SELECT
        n.field,
        n.raw,
        l.label,
        -- A label of several codes helps nobody, but wards of one name lie in different provinces.
        CASE WHEN n.is_place THEN l.label ELSE n.code END AS meant,
        CASE
            WHEN NOT n.is_place THEN 0
            WHEN n.name = n.key THEN damerau_levenshtein(n.name, n.near_key)
            ELSE damerau_levenshtein(n.key, fold(l.label))
        END AS distance
    FROM near AS n
    JOIN code_name AS l ON l.list = n.code_list AND l.code = n.code
),
nearest AS (
    SELECT *
    FROM judged
    WHERE distance <= 1
    QUALIFY distance = min(distance) OVER (PARTITION BY field, raw)
)
SELECT field, raw, min(label) AS suggestion
FROM nearest
GROUP BY field, raw
HAVING count(DISTINCT meant) = 1;
