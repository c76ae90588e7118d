-- A cell of a CSV file; text that a spreadsheet would run as a formula is made text by an apostrophe.
CREATE OR REPLACE TEMP MACRO csv_cell(text) AS
    '"' || replace(
        CASE WHEN regexp_matches(text, '^[=+@\t\r-]') THEN '''' || text ELSE coalesce(text, '') END,
        '"',
        '""'
    ) || '"';
