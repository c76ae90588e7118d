SELECT person_id
FROM {register}
WHERE person_id BETWEEN $1 AND $2
