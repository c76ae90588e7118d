-- What several marts read: the rows of people, joined once with their links, and choices among them. Where one of
-- several rows must be chosen, the choice is made by content (status, then school, submission, file, sheet and row),
-- never by the order of arrival. Of what is said of a school its own word goes before its department's.

-- position: the order of sheets by what names them; sheet_id is the order of arrival.
CREATE OR REPLACE TEMP TABLE sheet_position AS
SELECT
    sheet_id,
    row_number() OVER (ORDER BY submission_id, file, sheet, dataset) AS position
FROM sheet;

-- Every accepted student row with the learner it belongs to (NULL while a decision is awaited), and what the marts say of it.
CREATE OR REPLACE TEMP TABLE student_row AS
SELECT
    s.row_id,
    s.period,
    c.census_date,
    s.province_code,
    s.school_code,
    l.person_key AS learner_key,
    l.person_id,
    l.outcome,
    l.method,
    l.score,
    place_sheet(s.row_id) AS sheet_id,
    place_row(s.row_id) AS excel_row,
    s.sender_code = s.school_code AS is_own,
    coalesce(is_active_student(s.status_code), FALSE) AS is_active,
    s.status_date,
    s.sex_code,
    s.birth_date_year AS birth_year,
    s.ethnicity_code,
    s.nationality_code,
    s.is_disabled,
    s.home_province_code,
    s.class_code,
    s.class_name,
    s.grade_code,
    s.status_code,
    s.admission_type_code,
    s.is_boarder,
    s.is_residential,
    -- Equal where rows say the same of the person.
    hash(s.sex_code, s.birth_date_year, s.ethnicity_code, s.nationality_code, s.is_disabled, s.home_province_code) AS profile
FROM accepted_student AS s
JOIN learner_link AS l ON l.row_id = s.row_id
JOIN collection AS c ON c.period = s.period;

-- Every learner once: in how many rows, since when, and whether all rows say the same of the person.
CREATE OR REPLACE TEMP TABLE learner AS
SELECT
    learner_key,
    count(*) AS row_count,
    min(census_date) AS first_date,
    min(profile) AS profile,
    min(profile) <> max(profile) AS is_varied
FROM student_row
WHERE learner_key IS NOT NULL
GROUP BY learner_key;

-- Few learners stand in several rows of a period: only those are ranked.
CREATE OR REPLACE TEMP TABLE student_rank AS
WITH contested AS (
    SELECT
        learner_key,
        period
    FROM student_row
    SEMI JOIN (SELECT learner_key FROM learner WHERE row_count > 1) AS several USING (learner_key)
    GROUP BY learner_key, period
    HAVING count(*) > 1
),

at_school AS (
    SELECT
        s.*,
        p.position,
        row_number() OVER (
            PARTITION BY s.learner_key, s.period, s.school_code
            ORDER BY s.is_own DESC, s.is_active DESC, s.status_date DESC NULLS LAST, p.position, s.excel_row
        ) AS rank_at_school
    FROM student_row AS s
    SEMI JOIN contested AS c ON c.learner_key = s.learner_key AND c.period = s.period
    JOIN sheet_position AS p ON p.sheet_id = s.sheet_id
)

SELECT
    row_id,
    rank_at_school,
    row_number() OVER (
        PARTITION BY learner_key, period
        ORDER BY
            rank_at_school > 1,
            is_active DESC,
            status_date DESC NULLS LAST,
            is_own DESC,
            school_code,
            position,
            excel_row
    ) AS rank_in_period
FROM at_school;

-- One row per learner, period and school.
CREATE OR REPLACE TEMP VIEW enrolment_row AS
SELECT s.*
FROM student_row AS s
ANTI JOIN (SELECT row_id FROM student_rank WHERE rank_at_school > 1) AS other ON other.row_id = s.row_id
WHERE s.learner_key IS NOT NULL;

-- One row per learner and period, of those above: the school where they are active, then the latest change of status.
CREATE OR REPLACE TEMP VIEW learner_in_period AS
SELECT s.*
FROM student_row AS s
ANTI JOIN (SELECT row_id FROM student_rank WHERE rank_in_period > 1) AS other ON other.row_id = s.row_id
WHERE s.learner_key IS NOT NULL;

-- Every accepted staff row with the person it belongs to (NULL while a decision is awaited), and what the marts say of it.
CREATE OR REPLACE TEMP TABLE staff_row AS
SELECT
    s.row_id,
    s.period,
    c.census_date,
    s.province_code,
    s.school_code,
    l.person_key AS staff_key,
    place_sheet(s.row_id) AS sheet_id,
    place_row(s.row_id) AS excel_row,
    s.sender_code = s.school_code AS is_own,
    coalesce(is_staff_present(s.status_code), FALSE) AS is_present,
    s.status_date,
    s.staff_code,
    s.full_name,
    s.sex_code,
    coalesce(s.birth_date_year, s.birth_year) AS birth_year,
    s.staff_group_code,
    s.position_code,
    s.qualification_code,
    s.professional_standard_code,
    coalesce(s.subject_code, s.main_subject_code) AS subject_code,
    s.level_code,
    s.status_code,
    s.contract_type_code,
    s.weekly_periods
FROM accepted_staff AS s
JOIN staff_link AS l ON l.row_id = s.row_id
JOIN collection AS c ON c.period = s.period;

CREATE OR REPLACE TEMP TABLE staff_rank AS
WITH at_school AS (
    SELECT
        s.*,
        p.position,
        row_number() OVER (
            PARTITION BY s.staff_key, s.period, s.school_code
            ORDER BY s.is_own DESC, s.is_present DESC, s.status_date DESC NULLS LAST, p.position, s.excel_row
        ) AS rank_at_school
    FROM staff_row AS s
    JOIN sheet_position AS p ON p.sheet_id = s.sheet_id
    WHERE s.staff_key IS NOT NULL
)

SELECT
    row_id,
    rank_at_school,
    row_number() OVER (
        PARTITION BY staff_key, period
        ORDER BY
            rank_at_school > 1,
            is_present DESC,
            status_date DESC NULLS LAST,
            is_own DESC,
            school_code,
            position,
            excel_row
    ) AS rank_in_period
FROM at_school;

-- One row per member of staff, period and school.
CREATE OR REPLACE TEMP VIEW assignment_row AS
SELECT s.*
FROM staff_row AS s
SEMI JOIN (SELECT row_id FROM staff_rank WHERE rank_at_school = 1) AS chosen ON chosen.row_id = s.row_id;

-- One row per member of staff and period, of those above: the school where they are present, then the latest change of status.
CREATE OR REPLACE TEMP VIEW staff_in_period AS
SELECT s.*
FROM staff_row AS s
SEMI JOIN (SELECT row_id FROM staff_rank WHERE rank_in_period = 1) AS chosen ON chosen.row_id = s.row_id;

-- The codes by which other lists of a school name its staff, where a code is that of one person of the list.
CREATE OR REPLACE TEMP VIEW staff_by_code AS
SELECT
    school_code,
    period,
    staff_code,
    min(staff_key) AS staff_key
FROM staff_row
WHERE staff_key IS NOT NULL
GROUP BY school_code, period, staff_code
HAVING count(DISTINCT staff_key) = 1;

-- The numbers by which other lists of a school name its learners, where a number is that of one learner of the list; not of one who waits.
-- Only schools that have such lists are looked at.
CREATE OR REPLACE TEMP VIEW learner_number AS
WITH listed AS (
    SELECT
        s.period,
        s.school_code,
        l.person_key AS learner_key,
        s.learner_id,
        s.local_code,
        s.personal_id
    FROM accepted_student AS s
    SEMI JOIN (
        SELECT period, school_code FROM accepted_result
        UNION
        SELECT period, school_code FROM accepted_exam_registration
    ) AS told ON told.period = s.period AND told.school_code = s.school_code
    JOIN learner_link AS l ON l.row_id = s.row_id
),

number AS (
    SELECT period, school_code, learner_key, 'learner_id' AS kind, learner_id AS number FROM listed
    UNION ALL
    SELECT period, school_code, learner_key, 'local_code', local_code FROM listed
    UNION ALL
    SELECT period, school_code, learner_key, 'personal_id', personal_id FROM listed
)

SELECT
    period,
    school_code,
    kind,
    number,
    min(learner_key) AS learner_key
FROM number
WHERE number IS NOT NULL
GROUP BY period, school_code, kind, number
HAVING min(learner_key) = max(learner_key) AND count(learner_key) = count(*);
