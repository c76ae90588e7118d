-- Whom the rows of results mean: each way in which a school names a learner there, with the accepted learner of the school that has the
-- id, or without an id the school's own code, or without both the personal number. A kind of number that the school's list of learners
-- does not have at all names nobody, and is passed over. named_by: the field by which the learner is looked for, number: what it says;
-- learner: the first number of that learner in the list of learners, unless the number is that of several. Of one who left and came back
-- the row that is active counts.
-- A school without any accepted learner is left out (XSC001).
CREATE OR REPLACE TEMP TABLE result_learner AS
WITH listed AS (
    SELECT
        school_code,
        learner_id,
        local_code,
        personal_id,
        row_id,
        CASE WHEN is_active_student(status_code) THEN row_id END AS active_row_id,
        coalesce(learner_id, local_code, personal_id) AS learner
    FROM accepted_student
    SEMI JOIN result USING (school_code)
),
school AS (
    SELECT
        school_code,
        count(learner_id) > 0 AS has_ids,
        count(local_code) > 0 AS has_codes,
        count(personal_id) > 0 AS has_numbers
    FROM listed
    GROUP BY school_code
),
by_number AS (
    SELECT
        school_code,
        row_id,
        active_row_id,
        learner,
        unnest(['learner_id', 'local_code', 'personal_id']) AS kind,
        unnest([learner_id, local_code, personal_id]) AS number
    FROM listed
),
known AS (
    SELECT
        school_code,
        kind,
        number,
        coalesce(min(active_row_id), min(row_id)) AS student_row_id,
        CASE WHEN min(learner) = max(learner) THEN min(learner) END AS learner
    FROM by_number
    WHERE number IS NOT NULL
    GROUP BY school_code, kind, number
),
named AS (
    SELECT DISTINCT school_code, learner_id, local_code, personal_id
    FROM result
    WHERE coalesce(learner_id, local_code, personal_id) IS NOT NULL
),
looked_up AS (
    SELECT
        n.*,
        CASE
            WHEN n.learner_id IS NOT NULL AND s.has_ids THEN 'learner_id'
            WHEN n.local_code IS NOT NULL AND s.has_codes THEN 'local_code'
            WHEN n.personal_id IS NOT NULL AND s.has_numbers THEN 'personal_id'
            WHEN n.learner_id IS NOT NULL THEN 'learner_id'
            WHEN n.local_code IS NOT NULL THEN 'local_code'
            ELSE 'personal_id'
        END AS named_by
    FROM named AS n
    JOIN school AS s ON s.school_code = n.school_code
),
numbered AS (
    SELECT
        *,
        CASE named_by WHEN 'learner_id' THEN learner_id WHEN 'local_code' THEN local_code ELSE personal_id END AS number
    FROM looked_up
)
SELECT
    n.school_code,
    n.learner_id,
    n.local_code,
    n.personal_id,
    n.named_by,
    n.number,
    k.student_row_id,
    k.learner
FROM numbered AS n
LEFT JOIN known AS k ON k.school_code = n.school_code AND k.kind = n.named_by AND k.number = n.number;

-- The learner of each row of results that names one: rows under different numbers are one learner's where the list of learners says so.
-- student_row_id: the row of the list of learners that has the number. has_other_name, has_other_birth_date: as that row has them; dates
-- known in part are compared as far as they are known, numbers of several learners not at all. Where both differ, the row is somebody
-- else's under a wrong number (XSC029), and nothing of it is that learner's. shown_number: of rows that differ. Folding is dear, and
-- nearly all names are written alike.
CREATE OR REPLACE TEMP TABLE learner_of_result AS
WITH compared AS (
    SELECT
        r.row_id,
        r.full_name,
        r.birth_date,
        n.student_row_id,
        n.named_by,
        n.number,
        coalesce(n.learner, r.learner_id, r.local_code, r.personal_id) AS learner,
        CASE WHEN r.full_name <> s.full_name THEN fold(r.full_name) <> fold(s.full_name) ELSE FALSE END AS has_other_name,
        CASE
            WHEN r.birth_date = s.birth_date AND r.birth_date_partial IS NOT DISTINCT FROM s.birth_date_partial THEN FALSE
            ELSE coalesce(
                dates_differ(
                    iso_known_date(r.birth_date, r.birth_date_partial),
                    iso_known_date(s.birth_date, s.birth_date_partial)
                ),
                FALSE
            )
        END AS has_other_birth_date
    FROM result AS r
    LEFT JOIN result_learner AS n
        ON n.school_code = r.school_code
        AND n.learner_id IS NOT DISTINCT FROM r.learner_id
        AND n.local_code IS NOT DISTINCT FROM r.local_code
        AND n.personal_id IS NOT DISTINCT FROM r.personal_id
    LEFT JOIN accepted_student AS s ON s.row_id = n.student_row_id AND n.learner IS NOT NULL
    WHERE coalesce(r.learner_id, r.local_code, r.personal_id) IS NOT NULL
)
SELECT
    row_id,
    has_other_name,
    has_other_birth_date,
    has_other_name AND has_other_birth_date AS is_somebody_else,
    CASE WHEN NOT is_somebody_else THEN student_row_id END AS student_row_id,
    CASE WHEN is_somebody_else THEN concat_ws('|', number, full_name, birth_date) ELSE learner END AS learner,
    CASE
        WHEN NOT (has_other_name OR has_other_birth_date) THEN NULL
        WHEN named_by = 'personal_id' THEN mask(number)
        ELSE number
    END AS shown_number
FROM compared
