WITH registered AS (
    SELECT
        e.row_id,
        foreign_language_code,
        is_language_exempted,
        u.fields AS unread,
        coalesce(first_elective_code = 'ngoai-ngu', FALSE) OR coalesce(second_elective_code = 'ngoai-ngu', FALSE) AS takes_language
    FROM exam_registration AS e
    LEFT JOIN unread_row AS u ON u.row_id = e.row_id
)
SELECT
    row_id,
    CASE WHEN takes_language AND is_language_exempted THEN 'is_language_exempted' ELSE 'foreign_language_code' END AS field,
    CASE
        WHEN takes_language AND is_language_exempted THEN CAST(is_language_exempted AS VARCHAR)
        ELSE foreign_language_code
    END AS value,
    CASE
        WHEN takes_language AND is_language_exempted THEN 'được miễn nhưng vẫn chọn thi ngoại ngữ'
        WHEN takes_language THEN 'chọn thi ngoại ngữ nhưng chưa ghi thứ tiếng'
        ELSE 'ghi thứ tiếng nhưng không chọn thi ngoại ngữ'
    END AS found_vi,
    CASE
        WHEN takes_language AND is_language_exempted THEN 'exempt, yet takes the foreign language'
        WHEN takes_language THEN 'takes the foreign language, but does not say which'
        ELSE 'names a language, but does not take the paper'
    END AS found_en
FROM registered
WHERE (takes_language AND (is_language_exempted OR is_blank(foreign_language_code, 'foreign_language_code', unread)))
   OR (
    NOT takes_language
    AND foreign_language_code IS NOT NULL
    AND is_language_exempted IS DISTINCT FROM TRUE
    -- A cell that could not be read may say otherwise.
    AND list_has_any(unread, ['first_elective_code', 'second_elective_code', 'is_language_exempted']) IS NOT TRUE
)
