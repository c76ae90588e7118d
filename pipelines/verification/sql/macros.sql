-- HMAC-SHA256 with the installation's key (variables inner_pad and outer_pad, RFC 2104), as many bits as an integer holds.
CREATE OR REPLACE MACRO keyed_fingerprint(text) AS
    CAST(
        '0x' || left(sha256(getvariable('outer_pad') || unhex(sha256(getvariable('inner_pad') || encode(text)))), 15) AS BIGINT
    );

-- Names that are equal in this form differ only in accents, i/y, hyphens or spaces (VER003).
CREATE OR REPLACE MACRO spelled_alike(name) AS
    regexp_replace(replace(fold(name), 'y', 'i'), '[-''’.\s]', '', 'g');

-- A day, month or year of two ISO dates is the same, or not known to one of them.
CREATE OR REPLACE MACRO part_differs(a, b, first, last) AS
    length(a) >= last AND length(b) >= last AND substr(a, first, last - first + 1) <> substr(b, first, last - first + 1);

-- How a claimed birth date differs from the register's (codes of list verification_difference); empty where it does not.
CREATE OR REPLACE MACRO birth_differences(claimed, found) AS
    CASE
        WHEN length(claimed) = 10
            AND found = concat_ws('-', left(claimed, 4), right(claimed, 2), substr(claimed, 6, 2))
            AND claimed <> found
            THEN ['birth_day_month_swapped']
        ELSE list_filter(
            [
                CASE WHEN part_differs(claimed, found, 9, 10) THEN 'birth_day' END,
                CASE WHEN part_differs(claimed, found, 6, 7) THEN 'birth_month' END,
                CASE WHEN part_differs(claimed, found, 1, 4) THEN 'birth_year' END
            ],
            lambda code : code IS NOT NULL
        )
    END;

-- The same of names. Registers write names in capitals: case means nothing.
CREATE OR REPLACE MACRO name_differences(claimed, found) AS
    CASE
        WHEN lower(with_single_spaces(nfc_normalize(claimed))) = lower(with_single_spaces(nfc_normalize(found))) THEN []
        WHEN spelled_alike(claimed) = spelled_alike(found) THEN ['name_spelling']
        ELSE ['name']
    END;

-- YYYY, YYYY-MM or YYYY-MM-DD, and a day that there is; registers write years with zeros where they know none.
CREATE OR REPLACE MACRO is_iso_date(text) AS
    regexp_full_match(text, '[1-9][0-9]{3}(-[0-9]{2}){0,2}') AND TRY_CAST(left(text || '-01-01', 10) AS DATE) IS NOT NULL;

-- By the parts that both ISO dates have.
CREATE OR REPLACE MACRO lies_after(a, b) AS left(a, length(b)) > left(b, length(a));
