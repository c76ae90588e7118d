-- How places are written: with a short form of their kind (P. Bến Nghé, Q.1, TP Huế), with or without spaces at hyphens. In small letters.
CREATE OR REPLACE TEMP MACRO short_kind(folded) AS
    nullif(regexp_extract(folded, '^(tp|tt|tx|dk|[pxqht])(?:\. ?| |[0-9])', 1), '');

-- A place as its list writes it, given the kind that its short form stands for.
CREATE OR REPLACE TEMP MACRO as_place(text, kind) AS
    regexp_replace(
        CASE
            WHEN kind IS NULL THEN text
            ELSE kind || ' ' || regexp_replace(text, '^(?:tp|tt|tx|đk|dk|[pxqht])(?:\. ?| )?', '')
        END,
        ' ?[-–] ?',
        ' - ',
        'g'
    );

-- The name alone: Bến Nghé.
CREATE OR REPLACE TEMP MACRO without_kind(text) AS
    regexp_replace(text, '^(?:tỉnh|thành phố|quận|huyện|thị xã|phường|xã|thị trấn|đặc khu|tinh|thanh pho|quan|huyen|thi xa|phuong|xa|thi tran|dac khu) ', '', 'i');
