-- What there is to say about the doubtful texts of a chunk (doubtful_text: field, raw, is_legacy). value: the text as it is meant; problems: rules that
-- it breaks; repairs: rules that are told once for a column.
CREATE OR REPLACE TEMP TABLE judged_text AS
WITH tidied AS (
    SELECT
        f.* EXCLUDE (dataset),
        t.raw,
        t.is_legacy,
        tidy(t.raw) AS text,
        nfc_normalize(t.raw) AS composed
    FROM (SELECT DISTINCT * FROM doubtful_text) AS t
    JOIN text_field AS f ON f.dataset = $dataset AND f.field = t.field
),
mended AS (
    SELECT
        *,
        CASE kind
            WHEN 'phone' THEN mended_phone(text)
            WHEN 'digits' THEN mended_digits(text, digits)
            ELSE mended_text(text)
        END AS value
    FROM tidied
),
judged AS (
    SELECT
        *,
        is_number AND is_shortened_number(value) AS is_scientific,
        coalesce(is_date_of_excel(value), FALSE) AS is_date,
        -- A question mark may stand in a remark, but not beside the letters of a name or an address.
        contains(value, '�') OR (NOT may_ask AND regexp_matches(value, '\p{L}[?□]|[?□]\p{L}')) AS has_lost_letters
    FROM mended
)
SELECT
    field,
    raw,
    value,
    list_filter(
        [
            CASE WHEN is_date THEN 'FLD041' END,
            -- A number with a digit too many is not to be shortened: its pattern tells, or its own rule.
            CASE WHEN length(value) > max_length AND kind <> 'digits' AND NOT is_date THEN 'FLD014' END,
            CASE WHEN kind = 'phone' AND NOT is_phone(value) AND NOT is_date THEN 'FLD027' END,
            CASE WHEN is_scientific THEN 'FLD021' END,
            CASE WHEN NOT fits_pattern(value, pattern) AND NOT is_scientific AND NOT is_date THEN 'FLD015' END,
            CASE WHEN has_lost_letters THEN 'FIL021' END,
            CASE
                WHEN kind = 'name' AND regexp_matches(value, '[^\p{L} .''’\-]') AND NOT has_lost_letters AND NOT is_date THEN 'FLD023'
            END,
            CASE WHEN is_legacy THEN 'FLD042' END,
            CASE WHEN kind = 'name' AND (NOT contains(value, ' ') OR length(value) < 3) THEN 'FLD024' END
        ],
        lambda rule : rule IS NOT NULL
    ) AS problems,
    list_concat(
        repairs_of(raw, composed, text, value),
        CASE WHEN kind = 'digits' AND text = raw AND is_grouped_number(text, digits) THEN ['FLD019'] ELSE [] END,
        CASE WHEN kind = 'name' AND contains(value, ' ') AND (value = upper(value) OR value = lower(value)) THEN ['FLD025'] ELSE [] END
    ) AS repairs
FROM judged
