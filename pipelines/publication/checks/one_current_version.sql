-- vi: Một trường hoặc một người không có đúng một phiên bản hiện hành.
-- en: A school or person does not have exactly one current version.
-- fix_vi: Lỗi của chương trình: xem tệp SQL của bảng được nêu.
-- fix_en: A fault of the program: look at the SQL file of the table.
SELECT 'dim_school' AS mart, school_code AS who, count_if(is_current) AS current_versions
FROM dim_school
GROUP BY school_code
HAVING count_if(is_current) <> 1
UNION ALL
SELECT 'dim_student', CAST(learner_key AS VARCHAR), count_if(is_current)
FROM dim_student
GROUP BY learner_key
HAVING count_if(is_current) <> 1
UNION ALL
SELECT 'dim_staff', CAST(staff_key AS VARCHAR), count_if(is_current)
FROM dim_staff
GROUP BY staff_key
HAVING count_if(is_current) <> 1
