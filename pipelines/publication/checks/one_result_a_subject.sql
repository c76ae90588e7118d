-- vi: Một người học có hai kết quả của cùng một môn trong một học kỳ tại một trường.
-- en: A learner has two results for the same subject and term at a school.
-- fix_vi: Lỗi của chương trình: xem fact_result.sql.
-- fix_en: A fault of the program: look at fact_result.sql.
SELECT
    learner_key,
    period,
    school_code,
    term_code,
    subject_code
FROM fact_result
WHERE learner_key IS NOT NULL
GROUP BY learner_key, period, school_code, term_code, subject_code
HAVING count(*) > 1
