WITH allowed AS (
    SELECT
        t.*,
        CASE primary_overall_rating_code WHEN 'HTXS' THEN 9 WHEN 'HTT' THEN 7 WHEN 'HT' THEN 5 END AS needed_test,
        CASE WHEN primary_overall_rating_code = 'HT' THEN t.at_c ELSE t.below_t END AS low_subjects,
        CASE WHEN primary_overall_rating_code = 'HT' THEN t.has_quality_at_c ELSE t.has_quality_below_t END AS has_low_quality
    FROM learner_term AS t
    JOIN assessed_grade AS g ON g.grade_code = t.grade_code
    WHERE g.level_code = '02'
      AND t.term_code IN ('3', '13')
      AND t.primary_overall_rating_code IN ('HTXS', 'HTT', 'HT')
)
SELECT
    summary_row_id AS row_id,
    'primary_overall_rating_code' AS field,
    primary_overall_rating_code AS value,
    code_label('rating_primary', primary_overall_rating_code) AS shown,
    concat_ws(
        '; ',
        CASE WHEN low_subjects > 0 THEN low_subjects || ' môn chưa đạt mức' END,
        CASE WHEN lowest_test < needed_test THEN 'bài kiểm tra ' || show_mark(lowest_test) END,
        CASE WHEN has_low_quality THEN 'phẩm chất, năng lực chưa đạt mức' END
    ) AS found_vi,
    concat_ws(
        '; ',
        CASE WHEN low_subjects > 0 THEN low_subjects || ' subjects rated lower' END,
        CASE WHEN lowest_test < needed_test THEN 'test mark ' || show_mark(lowest_test) END,
        CASE WHEN has_low_quality THEN 'a quality or competence rated lower' END
    ) AS found_en
FROM allowed
WHERE low_subjects > 0
   OR lowest_test < needed_test
   OR has_low_quality
