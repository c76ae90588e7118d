-- The distinct cells of the typed fields (raw_cell: field, raw) with what the catalogue says of the field, their text as it
-- would be read aloud, and the rules under which that differs from what was written.
CREATE OR REPLACE TEMP TABLE cell AS
WITH bare AS (
    SELECT
        v.*,
        f.* EXCLUDE (key, dataset, name),
        tidy(v.raw) AS text,
        nfc_normalize(v.raw) AS composed
    FROM (SELECT DISTINCT field, raw FROM raw_cell) AS v
    JOIN field_in_sheet AS f ON f.key = v.field
)
SELECT
    * EXCLUDE (composed),
    fold(text) AS folded,
    list_filter(
        [
            CASE WHEN composed <> raw THEN 'FLD018' END,
            CASE WHEN text IS DISTINCT FROM raw AND text IS DISTINCT FROM composed THEN 'FLD019' END
        ],
        lambda rule : rule IS NOT NULL
    ) AS tidied
FROM bare;

DROP TABLE raw_cell;
