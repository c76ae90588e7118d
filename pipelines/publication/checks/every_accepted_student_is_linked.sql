-- vi: Có dòng học sinh được nhận mà chưa qua bước nhận diện người học.
-- en: Accepted student rows have not been through the identification of learners.
-- fix_vi: Chạy bước nhận diện cho tỉnh và kỳ này rồi phát hành lại (csdl run).
-- fix_en: Run identification for this province and period, then publish again (csdl run).
WITH accepted AS (
    SELECT
        period,
        count(*) AS accepted_rows
    FROM accepted_student
    GROUP BY period
),

linked AS (
    SELECT
        period,
        count(*) AS linked_rows
    FROM fact_learner_link
    GROUP BY period
)

SELECT
    period,
    coalesce(a.accepted_rows, 0) AS accepted_rows,
    coalesce(l.linked_rows, 0) AS linked_rows
FROM accepted AS a
FULL JOIN linked AS l USING (period)
WHERE coalesce(a.accepted_rows, 0) <> coalesce(l.linked_rows, 0)
