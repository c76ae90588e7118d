-- Table `told`: the findings of fresh senders, each with its position in what is written and the size and first position of
-- its cause; what was explained or waived of a cause stands apart from what is open.
CREATE OR REPLACE TEMP TABLE told AS
WITH placed AS (
    SELECT
        f.*,
        row_number() OVER (ORDER BY f.dataset, file, sheet, excel_row NULLS FIRST, field, rule_id, value) AS position
    FROM finding AS f
    SEMI JOIN fresh_sender AS s ON s.sender_code = f.sender_code
)
SELECT
    *,
    count(*) OVER cause AS cause_findings,
    -- An error, if one of its findings is: a column that is missing and the header that was not recognised are one cause.
    min(severity) OVER cause AS cause_severity,
    -- The error that others follow from speaks for its cause.
    first_value(position) OVER (
        PARTITION BY submission_id, cause_id, status
        ORDER BY is_consequence, position
    ) AS cause_position
FROM placed
WINDOW cause AS (PARTITION BY submission_id, cause_id, status)
