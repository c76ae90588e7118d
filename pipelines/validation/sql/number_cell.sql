-- A number has up to 15 digits before its decimal sign: so many are exact. Spaces are between groups of three; others part two numbers.
-- other_number: what it may be as well (FLD044).
CREATE OR REPLACE TEMP TABLE number_cell AS
WITH packed_cell AS (
    SELECT
        *,
        CASE
            WHEN regexp_matches(text, '^[-+]?[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?$') THEN replace(text, ' ', '')
            ELSE text
        END AS packed
    FROM cell
    WHERE type IN ('integer', 'decimal')
),
doubtful AS (
    SELECT
        *,
        -- Thousands or a fraction. A number cell has a point, and no zero at its end; money is written in thousands then.
        type = 'decimal' AND has_thousands AND regexp_matches(packed, '^[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}$') AS is_doubtful,
        is_doubtful AND ends_with(unit, 'VND') AND regexp_matches(packed, ',|0$') AS is_in_thousands
    FROM packed_cell
)
SELECT
    * EXCLUDE (is_doubtful, is_in_thousands),
    CASE WHEN is_doubtful AND NOT is_in_thousands THEN regexp_replace(packed, '[.,]', '') END AS other_number,
    TRY_CAST(
        CASE
            WHEN is_in_thousands THEN regexp_replace(packed, '[.,]', '')
            -- Groups of three: the sign between them is no decimal sign where it is repeated, where another one follows,
            -- or where a fraction makes no sense.
            WHEN regexp_matches(packed, '^[-+]?[0-9]{1,3}(\.[0-9]{3}){1,4}(,[0-9]+)?$')
                AND (type = 'integer' OR regexp_matches(packed, '\..*[.,]')) THEN replace(replace(packed, '.', ''), ',', '.')
            WHEN regexp_matches(packed, '^[-+]?[0-9]{1,3}(,[0-9]{3}){1,4}(\.[0-9]+)?$')
                AND (type = 'integer' OR regexp_matches(packed, ',.*[.,]')) THEN replace(packed, ',', '')
            WHEN regexp_matches(packed, '^[-+]?[0-9]{1,15}([.,][0-9]+)?$') THEN replace(packed, ',', '.')
        END AS DOUBLE
    ) AS number
FROM doubtful;
