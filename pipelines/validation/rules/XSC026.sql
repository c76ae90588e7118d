-- Told once a school, which names up to ten of its learners. A school whose results have not arrived is not compared.
WITH assessed AS (
    SELECT DISTINCT n.student_row_id
    FROM accepted_result AS r
    JOIN learner_of_result AS n ON n.row_id = r.row_id
    WHERE r.term_code IN ('3', '13') OR (collection_point() = 'giua-nam' AND r.term_code = '1')
),
missing AS (
    SELECT
        s.row_id,
        s.sender_code,
        s.school_code,
        s.full_name,
        row_number() OVER (PARTITION BY s.sender_code, s.school_code ORDER BY s.row_id) AS position
    FROM accepted_student AS s
    SEMI JOIN accepted_result AS school ON school.school_code = s.school_code
    ANTI JOIN assessed AS a ON a.student_row_id = s.row_id
    WHERE collection_point() IN ('giua-nam', 'cuoi-nam')
      AND is_active_student(s.status_code)
      AND s.grade_code BETWEEN '01' AND '12'
      AND s.is_disabled_not_assessed IS DISTINCT FROM TRUE
)
SELECT
    CASE WHEN sender_code = school_code THEN row_place(place_sheet(min(row_id)), 0) ELSE min(row_id) END AS row_id,
    'learner_id' AS field,
    NULL AS value,
    count(*) AS n,
    CASE WHEN collection_point() = 'giua-nam' THEN 'học kỳ 1' ELSE 'cả năm' END AS period_vi,
    CASE WHEN collection_point() = 'giua-nam' THEN 'term 1' ELSE 'the year' END AS period_en,
    string_agg(full_name, ', ' ORDER BY row_id) FILTER (WHERE position <= 10)
        || CASE WHEN count(*) > 10 THEN ', …' ELSE '' END AS list
FROM missing
GROUP BY
    sender_code,
    school_code
