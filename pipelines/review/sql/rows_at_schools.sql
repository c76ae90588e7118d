CREATE TEMP VIEW unlinked AS
SELECT *
FROM typed_row
SEMI JOIN wanted_school USING (school_code)
WHERE outcome <> 'rejected'
