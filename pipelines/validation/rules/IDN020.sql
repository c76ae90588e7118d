-- Dates known in part are compared as far as both are known. An id of this very period was given while these codes came in: no code can
-- have been taken from it.
WITH coded AS (
    SELECT
        row_id,
        staff_code,
        full_name,
        coalesce(CAST(birth_date AS VARCHAR), birth_date_partial) AS birth
    FROM staff
)
SELECT
    c.row_id,
    'staff_code' AS field,
    c.staff_code AS value
FROM coded AS c
LEFT JOIN staff_register AS r
    ON r.person_id = c.staff_code
    AND period_order(r.first_period) < period_order(this_period())
WHERE NOT regexp_matches(c.staff_code, '^[0-9A-Za-z._/-]{1,30}$')
   OR CASE
    WHEN left(c.birth, length(r.birth_date)) <> left(r.birth_date, length(c.birth))
        THEN is_other_name(fold(c.full_name), r.folded_name)
END
