WITH told AS (
    SELECT
        r.*,
        c.census_date,
        ROW(r.title, r.media_type_code, r.subject_code, r.grade_code, r.publisher, r.licence_code, r.url,
            r.file_name, r.language_code, r.duration_minutes, r.size_mb, r.published_date, r.review_status_code, r.review_date) AS attributes
    FROM accepted_learning_resource AS r
    JOIN collection AS c ON c.period = r.period
    JOIN sheet_position AS p ON p.sheet_id = place_sheet(r.row_id)
    QUALIFY row_number() OVER (
        PARTITION BY r.school_code, r.resource_code, r.period
        ORDER BY r.sender_code = r.school_code DESC, p.position, place_row(r.row_id)
    ) = 1
),

changed AS (
    -- Schools tell what is new: a resource that a later list leaves out is still there.
    SELECT *
    FROM told
    QUALIFY attributes IS DISTINCT FROM lag(attributes) OVER (PARTITION BY school_code, resource_code ORDER BY census_date)
),

version AS (
    SELECT
        *,
        lead(census_date) OVER (PARTITION BY school_code, resource_code ORDER BY census_date) AS next_date
    FROM changed
)

SELECT
    content_key(concat_ws('|', v.school_code, v.resource_code, v.census_date)) AS resource_key,
    v.school_code,
    v.resource_code,
    v.title,
    v.media_type_code,
    media_type.label_vi AS media_type_label,
    v.subject_code,
    subject.label_vi AS subject_label,
    v.grade_code,
    grade.label_vi AS grade_label,
    v.publisher,
    v.licence_code,
    licence.label_vi AS licence_label,
    v.url,
    v.file_name,
    v.language_code,
    language.label_vi AS language_label,
    v.duration_minutes,
    v.size_mb,
    v.published_date,
    v.review_status_code,
    review_status.label_vi AS review_status_label,
    v.review_date,
    v.census_date AS valid_from,
    v.next_date - 1 AS valid_to,
    v.next_date IS NULL AS is_current
FROM version AS v
LEFT JOIN code AS media_type ON media_type.list = 'media_type' AND media_type.code = v.media_type_code
LEFT JOIN code AS subject ON subject.list = 'subject' AND subject.code = v.subject_code
LEFT JOIN code AS grade ON grade.list = 'grade' AND grade.code = v.grade_code
LEFT JOIN code AS licence ON licence.list = 'licence' AND licence.code = v.licence_code
LEFT JOIN code AS language ON language.list = 'resource_language' AND language.code = v.language_code
LEFT JOIN code AS review_status ON review_status.list = 'review_status' AND review_status.code = v.review_status_code
