-- What rows claim of the person they are linked to.
CREATE OR REPLACE TABLE claim_row AS
SELECT
    *,
    keyed_fingerprint(
        concat_ws('|', personal_id, full_name, coalesce(birth_date, ''), coalesce(sex_code, ''))
    ) AS fingerprint
FROM person_row
WHERE person_key IS NOT NULL
  AND personal_id IS NOT NULL
  AND full_name IS NOT NULL
