-- The texts that are not simply right. A statement of its own: in judged_text its condition would double the expressions there, whose
-- planning takes longer than their work.
CREATE OR REPLACE TEMP TABLE notable_text AS
SELECT *
FROM judged_text
WHERE value IS DISTINCT FROM raw OR len(problems) > 0 OR len(repairs) > 0
