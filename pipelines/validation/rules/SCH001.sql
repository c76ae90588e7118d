-- Words that say the kind of school are left out: registers and schools abbreviate them differently.
WITH bare AS (
    SELECT
        s.row_id,
        s.school_name,
        r.name AS registered_name,
        trim(regexp_replace(fold(s.school_name), '\b(truong|tieu hoc|thcs|thpt|mam non|mau giao)\b *', '', 'g')) AS own,
        trim(regexp_replace(fold(r.name), '\b(truong|tieu hoc|thcs|thpt|mam non|mau giao)\b *', '', 'g')) AS registered
    FROM school AS s
    JOIN register AS r ON r.school_code = s.school_code
)
SELECT
    row_id,
    'school_name' AS field,
    school_name AS value,
    registered_name AS expected
FROM bare
WHERE own <> registered
  AND similarity(own, registered) < 0.85
