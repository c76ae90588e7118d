-- The distinct texts of a chunk (distinct_text: field, raw) that are not simply right: value is the text as it is meant, problems the
-- rules that it breaks, repairs the rules that are told once for a column. Most texts pass the first, cheap test and are left out.
CREATE OR REPLACE TEMP TABLE notable_text AS
WITH doubtful AS (
    SELECT
        t.raw,
        f.*
    FROM distinct_text AS t
    JOIN text_field AS f ON f.dataset = $dataset AND f.field = t.field
    WHERE NOT CASE f.kind
        WHEN 'phone' THEN is_phone(t.raw)
        WHEN 'digits' THEN strlen(t.raw) = f.digits AND regexp_matches(t.raw, '^[0-9]+$')
        -- Two words or more, the first as names are written: then rules on names ask nothing.
        WHEN 'name' THEN
            regexp_matches(t.raw, '^\p{Lu}\p{Ll}[\p{L}.''’\-]*( [\p{L}.''’\-]+)+$')
            AND NOT is_placeholder(t.raw)
            AND strlen(t.raw) <= f.max_length
        ELSE
            NOT is_untidy(t.raw)
            AND NOT is_placeholder(t.raw)
            AND NOT regexp_matches(t.raw, '[?\x{FFFD}□]')
            AND strlen(t.raw) <= coalesce(f.max_length, strlen(t.raw))
            AND fits_pattern(t.raw, f.pattern)
    END
),
mended AS (
    SELECT
        *,
        CASE kind
            WHEN 'phone' THEN mended_phone(raw)
            WHEN 'digits' THEN mended_digits(raw, digits)
            ELSE mended_text(raw)
        END AS value
    FROM doubtful
),
judged AS (
    SELECT
        field,
        raw,
        value,
        kind,
        pattern,
        is_number AND regexp_matches(value, '^[0-9]([.,][0-9]+)?[eE]\+?[0-9]+$') AS is_scientific,
        -- A question mark may stand in a remark, but not beside the letters of a name or an address.
        contains(value, '�') OR (NOT may_ask AND regexp_matches(value, '\p{L}[?□]|[?□]\p{L}')) AS has_lost_letters,
        length(value) > max_length AS is_too_long,
        repairs_of(raw, value) AS mending
    FROM mended
)
SELECT
    field,
    raw,
    value,
    list_filter(
        [
            CASE WHEN is_too_long THEN 'FLD014' END,
            CASE WHEN kind = 'phone' AND NOT is_phone(value) THEN 'FLD027' END,
            CASE WHEN is_scientific THEN 'FLD021' END,
            CASE WHEN NOT fits_pattern(value, pattern) AND NOT is_scientific THEN 'FLD015' END,
            CASE WHEN has_lost_letters THEN 'FIL021' END,
            CASE WHEN kind = 'name' AND regexp_matches(value, '[^\p{L} .''’\-]') AND NOT has_lost_letters THEN 'FLD023' END,
            CASE WHEN kind = 'name' AND (NOT contains(value, ' ') OR length(value) < 3) THEN 'FLD024' END
        ],
        lambda rule : rule IS NOT NULL
    ) AS problems,
    CASE
        WHEN kind = 'name' AND contains(value, ' ') AND (value = upper(value) OR value = lower(value)) THEN list_append(mending, 'FLD025')
        ELSE mending
    END AS repairs
FROM judged
WHERE value IS DISTINCT FROM raw OR len(problems) > 0 OR len(repairs) > 0
