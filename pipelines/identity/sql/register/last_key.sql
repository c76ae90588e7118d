SELECT coalesce(max(person_key), 0) AS last_key
FROM {register}
