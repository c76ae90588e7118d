-- vi: Số ghi danh của một kỳ khác số cặp người học và trường trong bảng liên kết.
-- en: The enrolments of a period are not the pairs of learner and school of the links.
-- fix_vi: Lỗi của chương trình: xem fact_enrolment.sql và views.sql.
-- fix_en: A fault of the program: look at fact_enrolment.sql and views.sql.
WITH linked AS (
    SELECT
        period,
        count(*) AS pairs
    FROM (
        SELECT DISTINCT
            period,
            school_code,
            learner_key
        FROM fact_learner_link
        WHERE learner_key IS NOT NULL
    ) AS pair
    GROUP BY period
),

enrolled AS (
    SELECT
        period,
        count(*) AS enrolments
    FROM fact_enrolment
    GROUP BY period
)

SELECT
    period,
    coalesce(l.pairs, 0) AS linked_pairs,
    coalesce(e.enrolments, 0) AS enrolments
FROM linked AS l
FULL JOIN enrolled AS e USING (period)
WHERE coalesce(l.pairs, 0) <> coalesce(e.enrolments, 0)
