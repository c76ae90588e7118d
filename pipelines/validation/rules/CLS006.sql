-- A new class has no code yet: its name stands for it.
WITH named AS (
    SELECT
        row_id,
        school_code,
        class_name,
        lower(coalesce(class_code, class_name)) AS class_key,
        is_combined,
        combined_class_code
    FROM class
)
SELECT
    c.row_id,
    'combined_class_code' AS field,
    c.combined_class_code AS value,
    c.class_name AS shown
FROM named AS c
LEFT JOIN (SELECT DISTINCT school_code, class_key FROM named) AS other
    ON other.school_code = c.school_code
    AND other.class_key = lower(c.combined_class_code)
    AND other.class_key <> c.class_key
WHERE c.is_combined
  AND other.class_key IS NULL
