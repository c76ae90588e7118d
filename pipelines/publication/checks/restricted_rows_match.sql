-- vi: Bảng hạn chế không có đúng số dòng của bảng giấu tên tương ứng.
-- en: A restricted table does not have as many rows as its pseudonymous counterpart.
-- fix_vi: Phát hành lại; nếu vẫn lỗi, xem các tệp SQL student, staff, staff_discipline, learner_crosswalk.
-- fix_en: Publish again; if it stays, look at the SQL files student, staff, staff_discipline and learner_crosswalk.
WITH expected AS (
    SELECT 'student' AS mart, count(*) AS expected_rows FROM fact_enrolment
    UNION ALL
    SELECT 'staff', count(*) FROM fact_staff_assignment
    UNION ALL
    SELECT 'staff_discipline', count(*) FROM accepted_staff_discipline
    UNION ALL
    SELECT 'learner_crosswalk', count_if(is_current) FROM dim_student
)

SELECT
    e.mart,
    e.expected_rows,
    coalesce(r.written_rows, 0) AS written_rows
FROM expected AS e
LEFT JOIN restricted_rows AS r ON r.mart = e.mart
WHERE e.expected_rows <> coalesce(r.written_rows, 0)
