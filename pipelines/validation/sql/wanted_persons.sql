-- The ids and names by which rows of the pass may find somebody in the register. name_key is that of identity.
SELECT DISTINCT
    {given_id} AS person_id,
    left({given_id}, 9) || '0' AS first_id,
    left({given_id}, 9) || '9' AS last_id,
    content_key(
        concat_ws(
            '|',
            coalesce(fold(full_name), ''),
            coalesce(iso_known_date(birth_date, birth_date_partial), ''),
            coalesce(sex_code, '')
        )
    ) AS name_key
FROM {dataset}
