WITH told AS (
    SELECT
        r.*,
        c.census_date,
        coalesce(by_id.learner_key, by_code.learner_key, by_number.learner_key) AS learner_key,
        p.position AS sheet_position,
        place_row(r.row_id) AS excel_row
    FROM accepted_result AS r
    JOIN collection AS c ON c.period = r.period
    JOIN sheet_position AS p ON p.sheet_id = place_sheet(r.row_id)
    LEFT JOIN learner_number AS by_id
        ON by_id.kind = 'learner_id' AND by_id.number = r.learner_id
        AND by_id.school_code = r.school_code AND by_id.period = r.period
    LEFT JOIN learner_number AS by_code
        ON by_code.kind = 'local_code' AND by_code.number = r.local_code
        AND by_code.school_code = r.school_code AND by_code.period = r.period
    LEFT JOIN learner_number AS by_number
        ON by_number.kind = 'personal_id' AND by_number.number = r.personal_id
        AND by_number.school_code = r.school_code AND by_number.period = r.period
),

repeated AS (
    -- Rows under numbers of several learners of the list whom identification found to be one: the first one counts.
    SELECT
        learner_key,
        period,
        school_code,
        term_code,
        subject_code,
        min(ROW(sheet_position, excel_row)) AS first_place
    FROM told
    WHERE learner_key IS NOT NULL
    GROUP BY learner_key, period, school_code, term_code, subject_code
    HAVING count(*) > 1
),

chosen AS (
    SELECT t.*
    FROM told AS t
    LEFT JOIN repeated AS r
        ON r.learner_key = t.learner_key AND r.period = t.period AND r.school_code = t.school_code
        AND r.term_code = t.term_code AND r.subject_code IS NOT DISTINCT FROM t.subject_code
    WHERE r.first_place IS NULL OR r.first_place = ROW(t.sheet_position, t.excel_row)
),

competency AS (
    SELECT map(list(code), list(label_vi)) AS label
    FROM code
    WHERE list = 'rating_primary_competency'
)

SELECT
    r.learner_key,
    r.period,
    r.school_code,
    school.school_key,
    -- The class that the row names by its code, else that in which the learner is enrolled.
    coalesce(class.class_key, enrolment.class_key) AS class_key,
    r.school_year,
    r.grade_code,
    grade.label_vi AS grade_label,
    r.term_code,
    term.label_vi AS term_label,
    r.subject_code,
    subject.label_vi AS subject_label,
    r.midterm_score,
    r.final_score,
    r.periodic_test_score,
    r.score,
    r.subject_rating_2021_code,
    subject_rating.label_vi AS subject_rating_2021_label,
    r.subject_rating_primary_code,
    primary_rating.label_vi AS subject_rating_primary_label,
    r.learning_rating_code,
    learning_rating.label_vi AS learning_rating_label,
    r.conduct_rating_code,
    conduct_rating.label_vi AS conduct_rating_label,
    r.old_learning_rating_code,
    old_learning_rating.label_vi AS old_learning_rating_label,
    r.old_conduct_rating_code,
    old_conduct_rating.label_vi AS old_conduct_rating_label,
    r.primary_overall_rating_code,
    overall_rating.label_vi AS primary_overall_rating_label,
    r.self_reliance_rating_code,
    competency.label[r.self_reliance_rating_code] AS self_reliance_rating_label,
    r.communication_rating_code,
    competency.label[r.communication_rating_code] AS communication_rating_label,
    r.problem_solving_rating_code,
    competency.label[r.problem_solving_rating_code] AS problem_solving_rating_label,
    r.language_competency_rating_code,
    competency.label[r.language_competency_rating_code] AS language_competency_rating_label,
    r.maths_competency_rating_code,
    competency.label[r.maths_competency_rating_code] AS maths_competency_rating_label,
    r.science_competency_rating_code,
    competency.label[r.science_competency_rating_code] AS science_competency_rating_label,
    r.technology_competency_rating_code,
    competency.label[r.technology_competency_rating_code] AS technology_competency_rating_label,
    r.informatics_competency_rating_code,
    competency.label[r.informatics_competency_rating_code] AS informatics_competency_rating_label,
    r.aesthetic_competency_rating_code,
    competency.label[r.aesthetic_competency_rating_code] AS aesthetic_competency_rating_label,
    r.physical_competency_rating_code,
    competency.label[r.physical_competency_rating_code] AS physical_competency_rating_label,
    r.patriotism_rating_code,
    competency.label[r.patriotism_rating_code] AS patriotism_rating_label,
    r.kindness_rating_code,
    competency.label[r.kindness_rating_code] AS kindness_rating_label,
    r.diligence_rating_code,
    competency.label[r.diligence_rating_code] AS diligence_rating_label,
    r.honesty_rating_code,
    competency.label[r.honesty_rating_code] AS honesty_rating_label,
    r.responsibility_rating_code,
    competency.label[r.responsibility_rating_code] AS responsibility_rating_label,
    r.title_code,
    title.label_vi AS title_label,
    r.days_absent,
    r.promotion_outcome_code,
    promotion_outcome.label_vi AS promotion_outcome_label,
    r.is_promoted,
    r.is_retest_required,
    r.is_conduct_retraining,
    r.is_programme_completed,
    r.is_graduation_candidate,
    r.is_graduated,
    r.graduation_rating_code,
    graduation_rating.label_vi AS graduation_rating_label,
    r.sheet_position,
    r.excel_row
FROM chosen AS r
CROSS JOIN competency
LEFT JOIN dim_school AS school
    ON school.school_code = r.school_code
    AND r.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN dim_class AS class
    ON class.school_code = r.school_code AND class.period = r.period AND class.class_code = r.class_code
LEFT JOIN fact_enrolment AS enrolment
    ON enrolment.learner_key = r.learner_key AND enrolment.period = r.period AND enrolment.school_code = r.school_code
LEFT JOIN code AS grade ON grade.list = 'grade' AND grade.code = r.grade_code
LEFT JOIN code AS term ON term.list = 'term' AND term.code = r.term_code
LEFT JOIN code AS subject ON subject.list = 'subject' AND subject.code = r.subject_code
LEFT JOIN code AS subject_rating ON subject_rating.list = 'subject_rating_2021' AND subject_rating.code = r.subject_rating_2021_code
LEFT JOIN code AS primary_rating
    ON primary_rating.list = 'subject_rating_primary' AND primary_rating.code = r.subject_rating_primary_code
LEFT JOIN code AS learning_rating ON learning_rating.list = 'rating_2021' AND learning_rating.code = r.learning_rating_code
LEFT JOIN code AS conduct_rating ON conduct_rating.list = 'rating_2021' AND conduct_rating.code = r.conduct_rating_code
LEFT JOIN code AS old_learning_rating
    ON old_learning_rating.list = 'rating_old_learning' AND old_learning_rating.code = r.old_learning_rating_code
LEFT JOIN code AS old_conduct_rating
    ON old_conduct_rating.list = 'rating_old_conduct' AND old_conduct_rating.code = r.old_conduct_rating_code
LEFT JOIN code AS overall_rating ON overall_rating.list = 'rating_primary' AND overall_rating.code = r.primary_overall_rating_code
LEFT JOIN code AS title ON title.list = 'student_title' AND title.code = r.title_code
LEFT JOIN code AS promotion_outcome
    ON promotion_outcome.list = 'promotion_outcome' AND promotion_outcome.code = r.promotion_outcome_code
LEFT JOIN code AS graduation_rating ON graduation_rating.list = 'graduation_rating' AND graduation_rating.code = r.graduation_rating_code
