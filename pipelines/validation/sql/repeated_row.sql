-- Rows that repeat another one (FLD029). Where rules count rows that wait for correction as well, these are counted once.
CREATE TEMP VIEW repeated_row AS
SELECT row_id
FROM finding
WHERE rule_id = 'FLD029'
