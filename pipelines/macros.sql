-- Functions that every engine must offer under these names. This file is DuckDB's version.

-- Text with single spaces. Most has them already: looking costs a fifth of replacing.
CREATE OR REPLACE MACRO with_single_spaces(text) AS
    CASE
        WHEN regexp_matches(text, '^\pZ|\pZ$|  |[\t\n\f\r]') THEN trim(regexp_replace(text, '\s+', ' ', 'g'))
        ELSE text
    END;

-- Text as it is compared: lower case, no accents (whatever its Unicode form), đ = d, single spaces.
CREATE OR REPLACE MACRO fold(text) AS
    with_single_spaces(replace(lower(strip_accents(text)), 'đ', 'd'));

-- A folded name of a class without the word Lớp, spaces and punctuation: Lớp 6A 1. is 6A1. Signs between digits are kept, for 1/1 is not 11.
CREATE OR REPLACE MACRO bare_class_name(folded) AS
    regexp_replace(regexp_replace(folded, '^lop ', ''), '([a-z])[ .\-]+([0-9])|^([0-9]+)[ .\-]+([a-z])|[ .]+$', '\1\2\3\4', 'g');

-- Which letter stands at a place (from the end if it is negative), of those that fold leaves as they are but for their case: a number, and one
-- number for all others. Places are the same in the folded text.
CREATE OR REPLACE MACRO unaccented_letter(text, place) AS
    (strpos('bcghklmnpqrstvxBCGHKLMNPQRSTVX', substr(text, place, 1)) + 14) % 15;

-- Personal numbers in messages: only the last four characters show.
CREATE OR REPLACE MACRO mask(text) AS
    repeat('*', greatest(length(text) - 4, 0)) || right(text, 4);

-- Jaro-Winkler similarity of two folded texts, 0 to 1.
CREATE OR REPLACE MACRO similarity(a, b) AS
    jaro_winkler_similarity(a, b);

-- The last syllable of a folded name: the given name.
CREATE OR REPLACE MACRO given_name(name) AS
    string_split(name, ' ')[-1];

-- Two folded names that are not one misspelt for the other, nor one with a syllable less. Most begin alike ("nguyen thi"): there the given
-- name decides.
CREATE OR REPLACE MACRO is_other_name(a, b) AS
    similarity(a, b) < 0.80
    OR (
        similarity(given_name(a), given_name(b)) < 0.70
        AND NOT list_contains(string_split(b, ' '), given_name(a))
        AND NOT list_contains(string_split(a, ' '), given_name(b))
    );

-- Whether two texts of one length differ by one letter, or by two neighbours that changed places.
CREATE OR REPLACE MACRO is_mistyped(a, b) AS
    length(a) = length(b) AND damerau_levenshtein(a, b) = 1;

CREATE OR REPLACE MACRO show_date(day) AS
    strftime(day, '%d/%m/%Y');

-- The day of a time that is stored in UTC: it begins at midnight in Viet Nam, which keeps no summer time (pipelines/local_time.py).
CREATE OR REPLACE MACRO local_day(stored) AS
    CAST(stored + INTERVAL 7 HOUR AS DATE);

-- A date that may be known in part (partial: YYYY or YYYY-MM), as people write it and as the registers keep it.
CREATE OR REPLACE MACRO show_known_date(day, partial) AS
    coalesce(
        show_date(day),
        CASE WHEN length(partial) = 7 THEN right(partial, 2) || '/' || left(partial, 4) ELSE partial END
    );
CREATE OR REPLACE MACRO iso_known_date(day, partial) AS
    coalesce(CAST(day AS VARCHAR), partial);

-- Whether two dates in ISO form cannot be the same day; 2010 and 2010-05-03 can.
CREATE OR REPLACE MACRO dates_differ(a, b) AS
    left(a, least(length(a), length(b))) <> left(b, least(length(a), length(b)));

-- What is quoted of a value: one that is longer would fill a page.
CREATE OR REPLACE MACRO excerpt(text) AS
    CASE WHEN length(text) > 200 THEN left(text, 199) || '…' ELSE text END;

-- A number without needless zeros: 2.34, 15.
CREATE OR REPLACE MACRO show_number(number) AS
    regexp_replace(printf('%.2f', number::DOUBLE), '\.?0+$', '');

-- A mark as it was given: 7.25, 8.
CREATE OR REPLACE MACRO show_mark(mark) AS
    printf('%.10g', mark::DOUBLE);

-- A mark above the scale that is right once divided by ten: 85 for 8.5 (RES003).
CREATE OR REPLACE MACRO has_lost_decimal_sign(mark) AS
    mark BETWEEN 11 AND 100 AND mark = floor(mark);

-- The level of the learning result (1 Tốt to 4 Chưa đạt; Circular 22/2021/TT-BGDĐT, art. 9) that the subjects of a term give: how many
-- assessed by comment are failed, the lowest mark, and how many marks reach 8, 6.5 and 5.
CREATE OR REPLACE MACRO learning_level(failed_comments, lowest, from_8, from_6_5, from_5) AS
    CASE
        WHEN failed_comments <= 0 AND lowest >= 6.5 AND from_8 >= 6 THEN 1
        WHEN failed_comments <= 0 AND lowest >= 5 AND from_6_5 >= 6 THEN 2
        WHEN failed_comments <= 1 AND lowest >= 3.5 AND from_5 >= 6 THEN 3
        ELSE 4
    END;

-- Completed years of age at a day.
CREATE OR REPLACE MACRO completed_years(birth, day) AS
    date_diff('year', birth, day) - CASE WHEN strftime(day, '%m%d') < strftime(birth, '%m%d') THEN 1 ELSE 0 END;

-- The same where only the year of birth may be known: then the age at the end of that year, the highest it can be.
CREATE OR REPLACE MACRO highest_age(birth, birth_year, day) AS
    coalesce(completed_years(birth, day), year(day) - birth_year);

-- Completed months of age at a day.
CREATE OR REPLACE MACRO completed_months(birth, day) AS
    date_diff('month', birth, day) - CASE WHEN dayofmonth(day) < dayofmonth(birth) THEN 1 ELSE 0 END;

-- A place in the submissions: a sheet and a row of it (1-based; 0 is the sheet itself). Excel has 2^20 rows.
CREATE OR REPLACE MACRO row_place(sheet_id, excel_row) AS
    sheet_id::BIGINT * 2097152 + excel_row;
CREATE OR REPLACE MACRO place_sheet(row_id) AS
    row_id // 2097152;
CREATE OR REPLACE MACRO place_row(row_id) AS
    row_id % 2097152;

-- Text that holds what nobody sees: outer or double spaces, other spaces than U+0020, control and zero-width characters,
-- a leading apostrophe, letters in decomposed form, or those that look like Đ (FLD018, FLD019).
CREATE OR REPLACE MACRO is_untidy(text) AS
    regexp_matches(text, '^[\s''’‘`´]|\s$|\s\s|[\x{0000}-\x{001F}\x{007F}\x{00A0}\x{00AD}\x{00D0}\x{00F0}\x{0189}\x{0300}-\x{036F}\x{2000}-\x{200F}\x{2028}-\x{202F}\x{3000}\x{FEFF}]');

-- Old fonts and converters put Ð, Ɖ and ð for Đ and đ; no word begins with these in Vietnamese, nor with Ð in any language that has it.
CREATE OR REPLACE MACRO with_own_d(text) AS
    regexp_replace(regexp_replace(text, '(^|[^\pL\pM])[\x{00D0}\x{0189}]', '\1Đ', 'g'), '(^|[^\pL\pM])\x{00F0}', '\1đ', 'g');

-- The same text as it is meant; NULL when nothing is left.
CREATE OR REPLACE MACRO tidy(text) AS
    CASE
        WHEN is_untidy(text) THEN nullif(
            regexp_replace(
                trim(
                    regexp_replace(
                        regexp_replace(with_own_d(nfc_normalize(text)), '[\x{0000}-\x{0008}\x{000E}-\x{001F}\x{007F}\x{00AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{FEFF}]', '', 'g'),
                        '[\s\x{000B}\x{00A0}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{3000}]+',
                        ' ',
                        'g'
                    )
                ),
                '^[ ''’‘`´]+',
                ''
            ),
            ''
        )
        ELSE text
    END;

-- A calendar day from its numbers, NULL where there is none (31/02).
CREATE OR REPLACE MACRO calendar_day(y, m, d) AS
    TRY_CAST(lpad(y, 4, '0') || '-' || lpad(m, 2, '0') || '-' || lpad(d, 2, '0') AS DATE);

-- The year of two digits of something past: the last one that is not after the census date.
CREATE OR REPLACE MACRO full_year(digits) AS
    CASE WHEN TRY_CAST(digits AS INTEGER) <= year(getvariable('census_date')::DATE) % 100 THEN '20' ELSE '19' END || digits;

-- Text that stands for "nothing" in a text cell (FLD022; variable placeholders: schemas/ministry/placeholders.csv in lower case).
CREATE OR REPLACE MACRO is_placeholder(text) AS
    strlen(text) <= 17 AND list_contains(getvariable('placeholders'), lower(text));

-- The following take a text that is tidy. A text cell as it is meant.
CREATE OR REPLACE MACRO mended_text(text) AS
    CASE WHEN is_placeholder(text) THEN NULL ELSE text END;

-- A number of n digits in groups: 079 214 000 006, with dots (at least two: one is a decimal sign) or dashes.
CREATE OR REPLACE MACRO is_grouped_number(text, n) AS
    regexp_matches(text, '^[0-9]+([ \-][0-9]+)+$|^[0-9]+(\.[0-9]+){2,}$') AND length(regexp_replace(text, '[^0-9]', '', 'g')) = n;

-- A number that Excel shortened (FLD021), and text that it took for a date (FLD041).
CREATE OR REPLACE MACRO is_shortened_number(text) AS
    regexp_matches(text, '^[0-9]([.,][0-9]+)?[eE]\+?[0-9]+$');
CREATE OR REPLACE MACRO is_date_of_excel(text) AS
    regexp_matches(text, '^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}');

-- A number of n digits: without the ".0" of a number cell, and with the one zero that Excel dropped (of several it drops all).
CREATE OR REPLACE MACRO mended_digits(text, n) AS
    CASE
        WHEN regexp_matches(text, '^[0-9]+(\.0+)?$')
            AND (length(split_part(text, '.', 1)) = n OR (length(split_part(text, '.', 1)) = n - 1 AND left(text, 1) <> '0')) THEN
            lpad(split_part(text, '.', 1), n::INTEGER, '0')
        WHEN is_grouped_number(text, n) THEN regexp_replace(text, '[^0-9]', '', 'g')
        ELSE regexp_replace(mended_text(text), '^([0-9]+)\.0+$', '\1')
    END;

-- A mobile number (10 digits) or a fixed line (11) as it is kept (FLD027).
CREATE OR REPLACE MACRO is_phone(text) AS
    regexp_matches(text, '^(0[35789][0-9]{8}|02[0-9]{9})$');

-- A phone number: digits only, +84 or 84 replaced by 0, the leading zero restored (FLD017, FLD027). The ".0" of a number cell stands
-- behind a whole number: the zeros of 0901.000.000 are its last group.
CREATE OR REPLACE MACRO mended_phone(text) AS
    CASE
        WHEN regexp_matches(text, '^0[0-9]{9,10}$') THEN text
        WHEN is_placeholder(text) OR regexp_matches(text, '^0(\.0+)?$') THEN NULL
        WHEN regexp_matches(text, '^[0-9 .+()\-]+$') THEN
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(text, '^([1-9][0-9]{6,}|0[0-9]{9,10})\.0+$', '\1'),
                        '[^0-9]',
                        '',
                        'g'
                    ),
                    '^84([0-9]{9,10})$',
                    '0\1'
                ),
                '^([235789][0-9]{8,9})$',
                '0\1'
            )
        ELSE text
    END;

-- The rules under which a text cell was mended: composed is its Unicode form NFC, text the tidy cell, value what was made of it.
CREATE OR REPLACE MACRO repairs_of(raw, composed, text, value) AS
    list_filter(
        [
            CASE WHEN value IS NULL AND text IS NOT NULL THEN 'FLD022' END,
            CASE WHEN composed <> raw THEN 'FLD018' END,
            CASE WHEN text IS DISTINCT FROM raw AND text IS DISTINCT FROM composed THEN 'FLD019' END,
            CASE WHEN regexp_matches(text, '^[0-9]+\.0+$') AND NOT ends_with(value, replace(text, '.', '')) THEN 'FLD020' END,
            CASE WHEN value = lpad(regexp_replace(text, '\.0+$', ''), length(value)::INTEGER, '0')
                AND length(value) > length(regexp_replace(text, '\.0+$', '')) THEN 'FLD017' END
        ],
        lambda rule : rule IS NOT NULL
    );

-- Terms of the rule catalogue: an active student, staff present.
CREATE OR REPLACE MACRO is_active_student(status_code) AS
    status_code IN ('01', '02', '03', '06', '07', '10');
CREATE OR REPLACE MACRO is_staff_present(status_code) AS
    status_code IN ('01', '04', '07');

-- What digits 4 to 6 of a personal number say against its person: digit 4 is even for men and odd for women (IDN005), and 0 and 1 for
-- births of 1900-1999, 2 and 3 of 2000-2099, and so on (IDN006); digits 5 and 6 are the year (IDN007).
CREATE OR REPLACE MACRO is_of_other_sex(personal_id, sex_code) AS
    (TRY_CAST(substr(personal_id, 4, 1) AS BIGINT) % 2 = 0) = (sex_code = '02');
CREATE OR REPLACE MACRO is_of_other_century(personal_id, birth_year) AS
    TRY_CAST(substr(personal_id, 4, 1) AS BIGINT) // 2 <> birth_year // 100 - 19;
CREATE OR REPLACE MACRO is_of_other_year(personal_id, birth_year) AS
    TRY_CAST(substr(personal_id, 5, 2) AS BIGINT) <> birth_year % 100;

-- Check digit of a new learner id: ISO 7064 MOD 11,10 over its first nine digits (NULL if they are not digits).
CREATE OR REPLACE MACRO carry_digit(carry, digit) AS
    ((carry + digit + 9) % 10 + 1) * 2 % 11;
CREATE OR REPLACE MACRO carry_three(carry, number) AS
    carry_digit(carry_digit(carry_digit(carry, number // 100), number // 10 % 10), number % 10);
CREATE OR REPLACE MACRO check_digit_of(number) AS
    (11 - carry_three(carry_three(carry_three(10, number // 1000000), number // 1000 % 1000), number % 1000)) % 10;
CREATE OR REPLACE MACRO check_digit(digits) AS
    CASE WHEN regexp_full_match(digits, '[0-9]{9}') THEN CAST(check_digit_of(CAST(digits AS INTEGER)) AS VARCHAR) END;

-- A key made from content: the same in every release and on every engine (the first 63 bits of md5_number_lower, which takes
-- four times as long).
CREATE OR REPLACE MACRO content_key(text) AS
    CAST(md5_number(text) >> 65 AS BIGINT);

-- Sorts the names of periods in the order of time, as periods.Period.order does.
CREATE OR REPLACE MACRO period_order(period) AS
    (CAST(left(period, 4) AS INTEGER), list_position(['dau-nam', 'giua-nam', 'cuoi-nam'], substr(period, 11)));
