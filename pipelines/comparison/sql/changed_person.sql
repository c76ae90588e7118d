-- Learners of whom this list says something else than their accepted row of the last period, under the same learner id.
CREATE TEMP TABLE changed_person AS
WITH compared AS (
    SELECT
        s.row_id,
        s.learner_id,
        s.full_name,
        s.birth_date,
        s.sex_code,
        s.personal_id,
        similarity(fold(s.full_name), fold(l.full_name)) < 0.95 AS is_name_changed,
        is_other_name(fold(s.full_name), fold(l.full_name)) AS has_other_name,
        coalesce(dates_differ(s.birth_date, l.birth_date), FALSE) AS is_birth_date_changed,
        coalesce(s.sex_code <> l.sex_code, FALSE) AS is_sex_changed,
        coalesce(s.personal_id <> l.personal_id, FALSE) AS is_personal_id_changed
    FROM accepted_student AS s
    JOIN last_student AS l ON l.learner_id = s.learner_id
    WHERE is_active_student(l.status_code)
      AND (
          s.full_name <> l.full_name
          OR s.birth_date <> l.birth_date
          OR s.sex_code <> l.sex_code
          OR s.personal_id <> l.personal_id
      )
    QUALIFY row_number() OVER (PARTITION BY s.row_id ORDER BY l.row_id) = 1
)
SELECT
    *,
    has_other_name::INTEGER + is_birth_date_changed::INTEGER + is_sex_changed::INTEGER >= 2 AS is_other_person
FROM compared
