-- What the register answers, and the rule that must tell it: of one person in twelve something else than the school wrote, by the number.
WITH asked AS (
    SELECT
        *,
        CASE hash(personal_id) % 100
            WHEN 1 THEN 'VER001'
            WHEN 2 THEN 'VER002'
            -- Only a name with accents can lose them.
            WHEN 3 THEN CASE WHEN strip_accents(full_name) <> full_name THEN 'VER003' END
            WHEN 4 THEN 'VER004'
            WHEN 5 THEN 'VER005'
            WHEN 6 THEN 'VER006'
            WHEN 7 THEN 'VER007'
            WHEN 8 THEN 'VER008'
        END AS rule_id
    FROM request
)
SELECT
    request_no,
    personal_id,
    rule_id,
    CASE rule_id
        WHEN 'VER001' THEN 'not_found'
        WHEN 'VER008' THEN 'cancelled'
        ELSE 'found'
    END AS result,
    CASE
        WHEN rule_id IN ('VER002', 'VER006') THEN 'VỪ MÍ PÓ'
        WHEN rule_id = 'VER003' THEN upper(strip_accents(full_name))
        ELSE upper(full_name)
    END AS full_name,
    CASE
        WHEN rule_id IN ('VER004', 'VER006') THEN strftime(birth_date::DATE - INTERVAL 400 DAY, '%Y-%m-%d')
        ELSE birth_date
    END AS birth_date,
    CASE
        WHEN rule_id <> 'VER005' OR rule_id IS NULL THEN sex_code
        WHEN sex_code = '01' THEN '02'
        ELSE '01'
    END AS sex_code,
    CASE WHEN rule_id = 'VER007' THEN '2023-02-03' END AS died_on
FROM asked
