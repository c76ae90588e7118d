-- A class without a code is known by its name only, so a second one of that name is the same mistake. Equal codes are FLD029's. Rows of
-- earlier submissions that stand give way to newer ones.
WITH same_name AS (
    SELECT
        row_id,
        class_name,
        class_code,
        first_value(class_code) OVER earlier AS first_class_code,
        first_value(row_id) OVER earlier AS first_row_id
    FROM class
    LEFT JOIN standing_sheet AS e ON e.sheet_id = place_sheet(row_id)
    WHERE class_name IS NOT NULL
      AND grade_code IS NOT NULL
    WINDOW earlier AS (
        PARTITION BY sender_code, school_code, school_year, fold(class_name), grade_code, campus_code
        ORDER BY e.sheet_id IS NOT NULL, row_id
    )
)
SELECT
    row_id,
    'class_name' AS field,
    class_name AS value,
    other_row(row_id, first_row_id) AS other_row
FROM same_name
WHERE row_id <> first_row_id
  AND (class_code <> first_class_code OR class_code IS NULL OR first_class_code IS NULL)
