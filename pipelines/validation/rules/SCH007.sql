SELECT
    row_id,
    'student_count' AS field,
    CAST(student_count AS VARCHAR) AS value,
    student_count,
    class_count,
    staff_count
FROM school
WHERE student_count = 0
   OR class_count = 0
   OR staff_count = 0
   OR student_count < 5 * class_count
   OR student_count > 60 * class_count
   OR staff_count < 0.8 * class_count
   OR staff_count > 6 * class_count
