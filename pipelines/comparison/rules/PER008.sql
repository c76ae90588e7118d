-- Clauses about last year's grade hold only where last year is known; lower secondary is grades 6-9, upper secondary 10-12.
WITH repeated AS (
    SELECT
        s.row_id,
        count(*) + 1 AS years
    FROM grade_step AS s
    JOIN repeated_year AS r ON r.learner_id = s.learner_id
    JOIN grade AS g ON g.grade_code = r.grade_code
    WHERE s.admission_type_code = '3'
      AND s.grade_number >= 6
      AND g.grade_number >= 6
      AND (g.grade_number >= 10) = (s.grade_number >= 10)
    GROUP BY s.row_id
),
told AS (
    SELECT
        s.row_id,
        s.learner_id,
        s.label,
        CASE
            WHEN s.years = 1 AND s.grade_number = s.last_grade_number AND s.is_promoted THEN 'promoted_stays'
            WHEN s.years = 1 AND s.grade_number = s.last_grade_number AND s.admission_type_code <> '3' THEN 'stays'
            WHEN s.years = 1 AND s.grade_number > s.last_grade_number AND NOT s.is_promoted THEN 'held_back_rises'
            WHEN s.years = 1 AND s.grade_number <> s.last_grade_number AND s.admission_type_code = '3' THEN 'repeater_moves'
            WHEN r.years > 3 THEN 'too_often'
        END AS reason
    FROM grade_step AS s
    LEFT JOIN repeated AS r ON r.row_id = s.row_id
)
SELECT
    row_id,
    'grade_code' AS field,
    label AS value,
    learner_id AS shown,
    CASE reason
        WHEN 'promoted_stays' THEN 'đã được lên lớp nhưng vẫn ở khối cũ'
        WHEN 'stays' THEN 'vẫn ở khối cũ nhưng không ghi lưu ban'
        WHEN 'held_back_rises' THEN 'không được lên lớp nhưng đã lên khối'
        WHEN 'repeater_moves' THEN 'ghi lưu ban nhưng khác khối năm trước'
        WHEN 'too_often' THEN 'lưu ban quá 3 năm trong một cấp'
    END AS found_vi,
    CASE reason
        WHEN 'promoted_stays' THEN 'promoted but still in the same grade'
        WHEN 'stays' THEN 'still in the same grade but not recorded as repeating'
        WHEN 'held_back_rises' THEN 'not promoted but in a higher grade'
        WHEN 'repeater_moves' THEN 'recorded as repeating but in another grade than last year'
        WHEN 'too_often' THEN 'more than 3 repeated years in one level'
    END AS found_en
FROM told
WHERE reason IS NOT NULL
