-- vi: Chỉ số số người học của cả nước khác số ghi danh đang học.
-- en: The indicator of learners for the country is not the number of active enrolments.
-- fix_vi: Lỗi của chương trình: xem agg_indicator.sql.
-- fix_en: A fault of the program: look at agg_indicator.sql.
WITH enrolled AS (
    SELECT
        period,
        count(*) AS enrolments
    FROM fact_enrolment
    WHERE is_active
    GROUP BY period
)

SELECT
    e.period,
    e.enrolments,
    i.value AS indicator
FROM enrolled AS e
LEFT JOIN agg_indicator AS i
    ON i.period = e.period AND i.indicator = 'learners' AND i.area_level = 'country'
WHERE coalesce(i.value, -1) <> e.enrolments AND NOT coalesce(i.is_suppressed, FALSE)
