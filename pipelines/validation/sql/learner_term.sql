-- What a learner achieved in a term, from all rows of it whose cells could be read: one row a list, school, learner and term.
-- Marks outside the scale of 0 to 10 are told by RES002 and RES003 and left out here. Summary columns are those of the row without a
-- subject; the subjects that Circular 22/2021 has assessed by comment alone are in comment_subject.
CREATE OR REPLACE TEMP TABLE learner_term AS
WITH assessed AS (
    SELECT
        sender_code,
        school_code,
        learner,
        term_code,
        grade_code,
        row_id,
        subject_code,
        CASE WHEN c.code IS NULL AND subject_code IS NOT NULL AND score BETWEEN 0 AND 10 THEN round(score, 4) END AS score,
        CASE WHEN c.code IS NOT NULL THEN subject_rating_2021_code END AS comment_rating,
        subject_rating_primary_code,
        CASE WHEN periodic_test_score BETWEEN 0 AND 10 THEN periodic_test_score END AS test_score,
        -- One letter each: T, Đ or C.
        concat(
            self_reliance_rating_code,
            communication_rating_code,
            problem_solving_rating_code,
            language_competency_rating_code,
            maths_competency_rating_code,
            science_competency_rating_code,
            technology_competency_rating_code,
            informatics_competency_rating_code,
            aesthetic_competency_rating_code,
            physical_competency_rating_code,
            patriotism_rating_code,
            kindness_rating_code,
            diligence_rating_code,
            honesty_rating_code,
            responsibility_rating_code
        ) AS qualities,
        learning_rating_code,
        conduct_rating_code,
        old_learning_rating_code,
        primary_overall_rating_code,
        days_absent
    FROM accepted_result
    JOIN learner_of_result USING (row_id)
    LEFT JOIN comment_subject AS c ON c.code = subject_code
)
SELECT
    sender_code,
    school_code,
    learner,
    term_code,
    min(grade_code) AS grade_code,
    min(row_id) FILTER (WHERE subject_code IS NULL) AS summary_row_id,
    count(score) AS scored,
    min(score) AS lowest,
    -- The lowest mark when one subject is left out.
    min(score, 2)[2] AS second_lowest,
    count(*) FILTER (WHERE score >= 9) AS from_9,
    count(*) FILTER (WHERE score >= 8) AS from_8,
    count(*) FILTER (WHERE score >= 6.5) AS from_6_5,
    count(*) FILTER (WHERE score >= 5) AS from_5,
    count(*) FILTER (WHERE comment_rating = 'CĐ') AS failed_comments,
    count(*) FILTER (WHERE subject_rating_primary_code <> 'T') AS below_t,
    count(*) FILTER (WHERE subject_rating_primary_code = 'C') AS at_c,
    count(subject_rating_primary_code) AS rated_subjects,
    min(test_score) AS lowest_test,
    bool_or(regexp_matches(qualities, '[^T]')) AS has_quality_below_t,
    bool_or(contains(qualities, 'C')) AS has_quality_at_c,
    min(learning_rating_code) FILTER (WHERE subject_code IS NULL) AS learning_rating_code,
    min(conduct_rating_code) FILTER (WHERE subject_code IS NULL) AS conduct_rating_code,
    min(old_learning_rating_code) FILTER (WHERE subject_code IS NULL) AS old_learning_rating_code,
    min(primary_overall_rating_code) FILTER (WHERE subject_code IS NULL) AS primary_overall_rating_code,
    max(days_absent) FILTER (WHERE subject_code IS NULL) AS days_absent
FROM assessed
GROUP BY
    sender_code,
    school_code,
    learner,
    term_code;

-- The learning result that the marks of a term give (Circular 22/2021, art. 9) where at least six subjects have a mark: level, and the
-- level that is allowed. One subject that alone lowers the level by two or more is forgiven one of them.
CREATE OR REPLACE TEMP TABLE computed_rating AS
WITH computed AS (
    SELECT
        t.*,
        learning_level(failed_comments, lowest, from_8, from_6_5, from_5) AS level,
        least(
            learning_level(failed_comments, second_lowest, from_8, from_6_5, from_5),
            learning_level(failed_comments - 1, lowest, from_8, from_6_5, from_5)
        ) AS level_without_one
    FROM learner_term AS t
    JOIN assessed_grade AS g ON g.grade_code = t.grade_code
    WHERE g.circular = '22/2021'
      AND scored >= 6
)
SELECT
    *,
    CASE WHEN level - level_without_one >= 2 THEN level - 1 ELSE level END AS allowed
FROM computed
