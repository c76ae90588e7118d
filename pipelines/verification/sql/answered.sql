-- The requests that are settled, with what is kept of their answers.
WITH compared AS (
    SELECT
        a.batch_id,
        a.request_no,
        q.kind,
        q.person_key,
        q.fingerprint,
        a.status,
        CASE WHEN a.status IS NULL THEN name_differences(q.full_name, a.full_name) ELSE [] END AS of_name,
        CASE WHEN a.status IS NULL THEN coalesce(birth_differences(q.birth_date, a.birth_date), []) ELSE [] END AS of_birth,
        CASE WHEN a.status IS NULL AND a.sex_code <> q.sex_code THEN ['sex'] ELSE [] END AS of_sex,
        a.died_on,
        a.checked_on
    FROM judged AS a
    JOIN request AS q ON q.batch_id = a.batch_id AND q.request_no = a.request_no
    WHERE a.verdict = 'told'
)
SELECT
    batch_id,
    request_no,
    kind,
    person_key,
    fingerprint,
    CASE
        WHEN status IS NOT NULL THEN status
        WHEN len(of_name) + len(of_birth) + len(of_sex) > 0 THEN 'mismatch'
        WHEN died_on IS NOT NULL THEN 'deceased'
        ELSE 'verified'
    END AS status,
    concat_ws(
        ';',
        CASE WHEN len(of_name) > 0 THEN 'full_name' END,
        CASE WHEN len(of_birth) > 0 THEN 'birth_date' END,
        CASE WHEN len(of_sex) > 0 THEN 'sex_code' END
    ) AS mismatched_fields,
    array_to_string(list_concat(list_concat(of_name, of_birth), of_sex), ';') AS differences,
    coalesce(died_on, '') AS died_on,
    checked_on,
    $channel AS channel
FROM compared
ORDER BY
    kind,
    person_key,
    fingerprint
