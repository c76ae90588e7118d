-- Records of FEBRL as rows of learners. Family names stand first here; a household's street is what siblings share, as a mother is; a
-- number of 7 digits is filled up to 12. There are no grades, so everybody is of one cohort; sex and father nobody knows.
WITH record AS (
    SELECT
        * REPLACE (
            trim(given_name) AS given_name,
            trim(surname) AS surname,
            trim(date_of_birth) AS date_of_birth,
            trim(soc_sec_id) AS soc_sec_id
        ),
        CAST(regexp_extract(rec_id, 'rec-([0-9]+)', 1) AS BIGINT) AS child,
        TRY_CAST(regexp_extract(rec_id, 'dup-([0-9]+)', 1) AS BIGINT) AS duplicate
    FROM read_csv($paths, header = TRUE, all_varchar = TRUE, normalize_names = TRUE)
),
dated AS (
    SELECT
        *,
        CAST(try_strptime(date_of_birth, '%Y%m%d') AS DATE) AS birth_date
    FROM record
)
SELECT
    child,
    duplicate,
    trim(concat_ws(' ', surname, given_name)) AS full_name,
    birth_date,
    CASE
        WHEN birth_date IS NULL AND regexp_matches(date_of_birth, '^(19|20)[0-9]{6}$') THEN left(date_of_birth, 4)
    END AS birth_date_partial,
    CASE WHEN $with_numbers THEN lpad(nullif(soc_sec_id, ''), 12, '0') END AS personal_id,
    nullif(trim(concat_ws(' ', nullif(trim(street_number), ''), nullif(trim(address_1), ''))), '') AS mother_name,
    nullif(trim(suburb), '') AS birth_place,
    nullif(trim(postcode), '') AS school_code,
    CASE WHEN duplicate IS NULL THEN '01' ELSE '02' END AS grade_code,
    '01' AS status_code
FROM dated
WHERE duplicate IS NOT NULL OR child % $strangers <> 0
ORDER BY child, duplicate
