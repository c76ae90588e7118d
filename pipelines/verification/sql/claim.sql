-- Each claim once, in whatever rows it stands.
CREATE OR REPLACE TABLE claim AS
SELECT DISTINCT
    kind,
    person_key,
    fingerprint,
    personal_id,
    full_name,
    birth_date,
    sex_code
FROM claim_row
