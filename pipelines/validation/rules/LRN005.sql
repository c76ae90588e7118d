-- Below 0 is the field's own limit.
WITH doubtful AS (
    SELECT
        r.row_id,
        r.title,
        r.author_staff_code,
        r.duration_minutes,
        r.size_mb,
        r.author_staff_code IS NOT NULL AND school.school_code IS NOT NULL AND s.staff_code IS NULL AS has_unknown_author,
        r.media_type_code IN ('audio', 'video')
            AND (r.duration_minutes IS NULL OR r.duration_minutes = 0 OR r.duration_minutes > 600) AS has_odd_duration,
        coalesce(r.size_mb = 0 OR r.size_mb > 2048, FALSE) AS has_odd_size
    FROM learning_resource AS r
    LEFT JOIN (SELECT DISTINCT school_code FROM accepted_staff) AS school ON school.school_code = r.school_code
    LEFT JOIN (
        SELECT DISTINCT
            school_code,
            staff_code
        FROM accepted_staff
    ) AS s ON s.school_code = r.school_code AND s.staff_code = r.author_staff_code
)
SELECT
    row_id,
    CASE
        WHEN has_unknown_author THEN 'author_staff_code'
        WHEN has_odd_duration THEN 'duration_minutes'
        ELSE 'size_mb'
    END AS field,
    CASE
        WHEN has_unknown_author THEN author_staff_code
        WHEN has_odd_duration THEN show_number(duration_minutes)
        ELSE show_number(size_mb)
    END AS value,
    title AS shown,
    concat_ws(
        ', ',
        CASE WHEN has_unknown_author THEN 'tác giả ' || author_staff_code END,
        CASE WHEN has_odd_duration THEN 'thời lượng ' || coalesce(show_number(duration_minutes) || ' phút', 'chưa ghi') END,
        CASE WHEN has_odd_size THEN 'dung lượng ' || show_number(size_mb) || ' MB' END
    ) AS found_vi,
    concat_ws(
        ', ',
        CASE WHEN has_unknown_author THEN 'author ' || author_staff_code END,
        CASE WHEN has_odd_duration THEN 'duration ' || coalesce(show_number(duration_minutes) || ' minutes', 'not given') END,
        CASE WHEN has_odd_size THEN 'size ' || show_number(size_mb) || ' MB' END
    ) AS found_en
FROM doubtful
WHERE has_unknown_author
   OR has_odd_duration
   OR has_odd_size
