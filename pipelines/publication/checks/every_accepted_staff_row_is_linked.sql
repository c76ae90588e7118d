-- vi: Có dòng cán bộ được nhận mà chưa qua bước nhận diện.
-- en: Accepted staff rows have not been through identification.
-- fix_vi: Chạy bước nhận diện cho tỉnh và kỳ này rồi phát hành lại (csdl run).
-- fix_en: Run identification for this province and period, then publish again (csdl run).
SELECT
    s.period,
    count(*) AS rows_without_link
FROM accepted_staff AS s
ANTI JOIN staff_link AS l ON l.row_id = s.row_id
GROUP BY s.period
