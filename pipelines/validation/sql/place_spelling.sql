-- How places are written: with a short form of their kind (P. Bến Nghé, Q.1, TP Huế), with or without spaces at hyphens. In small letters.
-- Variables place_kinds and short_place_kinds: the kinds as patterns (schemas/ministry/place_kinds.csv).
CREATE OR REPLACE TEMP MACRO short_kind(folded) AS
    nullif(regexp_extract(folded, '^(' || getvariable('short_place_kinds') || ')(?:\. ?| |[0-9])', 1), '');

-- A place as its list writes it, given the kind that its short form stands for.
CREATE OR REPLACE TEMP MACRO as_place(text, kind) AS
    regexp_replace(
        CASE
            WHEN kind IS NULL THEN text
            ELSE kind || ' ' || regexp_replace(text, '^(?:' || getvariable('short_place_kinds') || ')(?:\. ?| )?', '')
        END,
        ' ?[-–] ?',
        ' - ',
        'g'
    );

-- The name alone: Bến Nghé.
CREATE OR REPLACE TEMP MACRO without_kind(text) AS
    regexp_replace(text, '^(?:' || getvariable('place_kinds') || ') ', '', 'i');
