-- datasets: student staff
-- The prefixes of the 63 old provinces stay after the merger of 2025.
SELECT
    t.row_id,
    'personal_id' AS field,
    mask(t.personal_id) AS value,
    left(t.personal_id, 3) AS found
FROM this AS t
ANTI JOIN personal_id_province AS known ON known.prefix = left(t.personal_id, 3)
WHERE regexp_matches(t.personal_id, '^[0-9]{12}$')
