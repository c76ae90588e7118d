-- Rows with cells that an error is told of, and their fields. What could not be read is not known to be blank.
CREATE TEMP VIEW unread_row AS
SELECT
    row_id,
    list(field) AS fields
FROM finding
WHERE severity = 'error'
  AND value IS NOT NULL
  AND field IS NOT NULL
GROUP BY row_id;

CREATE TEMP MACRO is_blank(cell, name, unread_fields) AS
    cell IS NULL AND list_contains(unread_fields, name) IS NOT TRUE
