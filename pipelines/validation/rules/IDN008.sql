-- datasets: student staff
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value,
    mask(personal_id) AS masked_value
FROM this
WHERE personal_id IN (
    '012345678901',
    '123456789012',
    '111111111111',
    '222222222222',
    '333333333333',
    '444444444444',
    '555555555555',
    '666666666666',
    '777777777777',
    '888888888888',
    '999999999999'
)
OR (personal_id LIKE '%000000' AND regexp_matches(personal_id, '^[0-9]{12}$'))
