WITH chosen AS (
    SELECT
        e.row_id,
        e.is_independent_candidate,
        e.first_elective_code AS first_code,
        e.second_elective_code AS second_code,
        -- What everybody takes is no elective.
        coalesce(first_subject.is_compulsory, FALSE) AS is_first_compulsory,
        coalesce(second_subject.is_compulsory, FALSE) AS is_second_compulsory,
        is_blank(e.first_elective_code, 'first_elective_code', u.fields) AS lacks_first,
        is_blank(e.second_elective_code, 'second_elective_code', u.fields) AS lacks_second
    FROM exam_registration AS e
    LEFT JOIN exam_subject AS first_subject ON first_subject.code = e.first_elective_code
    LEFT JOIN exam_subject AS second_subject ON second_subject.code = e.second_elective_code
    LEFT JOIN unread_row AS u ON u.row_id = e.row_id
)
SELECT
    row_id,
    CASE WHEN lacks_first OR is_first_compulsory THEN 'first_elective_code' ELSE 'second_elective_code' END AS field,
    CASE WHEN lacks_first OR is_first_compulsory THEN first_code ELSE second_code END AS value,
    CASE
        WHEN coalesce(first_code, second_code) IS NULL THEN '—'
        ELSE concat_ws(
            ', ',
            coalesce(code_label('exam_subject', first_code), '—'),
            coalesce(code_label('exam_subject', second_code), '—')
        )
    END AS shown
FROM chosen
WHERE first_code = second_code
   OR is_first_compulsory
   OR is_second_compulsory
   OR (is_independent_candidate IS DISTINCT FROM TRUE AND (lacks_first OR lacks_second))
