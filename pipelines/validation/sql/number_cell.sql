-- A number has up to 15 digits before its decimal sign: so many are exact. Spaces are between groups of three; others part two numbers.
CREATE OR REPLACE TEMP TABLE number_cell AS
SELECT
    *,
    TRY_CAST(
        CASE
            -- Groups of three: the sign between them is no decimal sign where it is repeated, where another one follows,
            -- or where a fraction makes no sense.
            WHEN regexp_matches(packed, '^[-+]?[0-9]{1,3}(\.[0-9]{3}){1,4}(,[0-9]+)?$')
                AND (type = 'integer' OR regexp_matches(packed, '\..*[.,]')) THEN replace(replace(packed, '.', ''), ',', '.')
            WHEN regexp_matches(packed, '^[-+]?[0-9]{1,3}(,[0-9]{3}){1,4}(\.[0-9]+)?$')
                AND (type = 'integer' OR regexp_matches(packed, ',.*[.,]')) THEN replace(packed, ',', '')
            WHEN regexp_matches(packed, '^[-+]?[0-9]{1,15}([.,][0-9]+)?$') THEN replace(packed, ',', '.')
        END AS DOUBLE
    ) AS number
FROM (
    SELECT
        *,
        CASE
            WHEN regexp_matches(text, '^[-+]?[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?$') THEN replace(text, ' ', '')
            ELSE text
        END AS packed
    FROM cell
    WHERE type IN ('integer', 'decimal')
);
