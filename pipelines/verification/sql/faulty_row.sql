-- The rows that stand otherwise than verified, as the rules read them.
CREATE OR REPLACE TABLE faulty_row AS
SELECT
    r.row_id,
    r.dataset,
    r.school_code,
    r.personal_id,
    r.full_name,
    r.birth_date,
    r.sex_code,
    r.is_active,
    s.status,
    -- [''] where nothing differs: no rule looks for that.
    string_split(s.mismatched_fields, ';') AS mismatched_fields,
    string_split(s.differences, ';') AS differences,
    nullif(s.died_on, '') AS died_on
FROM standing AS s
JOIN claim_row AS r ON r.row_id = s.row_id
WHERE s.status <> 'verified'
