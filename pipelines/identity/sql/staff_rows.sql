-- What rows of dataset staff say about who the person is, and whose list they stand in. A 12-digit identity number is the personal number.
SELECT
    row_id,
    sender_code,
    coalesce(school_code, '') AS school_code,
    sector_staff_id AS person_id,
    CASE
        WHEN regexp_full_match(personal_id, '[0-9]{12}') THEN personal_id
        WHEN regexp_full_match(identity_number, '[0-9]{12}') THEN identity_number
    END AS personal_id,
    coalesce(fold(full_name), '') AS folded_name,
    coalesce(iso_known_date(birth_date, birth_date_partial), '') AS birth_date,
    coalesce(sex_code, '') AS sex_code,
    '' AS folded_mother_name
FROM unlinked
