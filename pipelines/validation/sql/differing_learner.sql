-- Rows of results whose name or birth date is not that of the learner whose number they carry: dates known in part as far as they are
-- known, numbers of several learners not at all. Folding is dear, and nearly all names are written alike.
CREATE OR REPLACE TEMP TABLE differing_learner AS
WITH compared AS (
    SELECT
        r.row_id,
        n.student_row_id,
        coalesce(r.learner_id, r.local_code, mask(r.personal_id)) AS number,
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
    JOIN learner_of_result AS n ON n.row_id = r.row_id
    JOIN accepted_student AS s ON s.row_id = n.student_row_id
    WHERE n.is_one_learner
)
SELECT *
FROM compared
WHERE has_other_name OR has_other_birth_date
