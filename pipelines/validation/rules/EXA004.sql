SELECT
    row_id,
    CASE
        WHEN first_elective_code IS NULL OR first_elective_code IN ('toan', 'ngu-van') THEN 'first_elective_code'
        ELSE 'second_elective_code'
    END AS field,
    CASE
        WHEN first_elective_code IS NULL OR first_elective_code IN ('toan', 'ngu-van') THEN first_elective_code
        ELSE second_elective_code
    END AS value,
    coalesce(
        nullif(
            concat_ws(', ', code_label('exam_subject', first_elective_code), code_label('exam_subject', second_elective_code)),
            ''
        ),
        '—'
    ) AS shown
FROM exam_registration
WHERE first_elective_code = second_elective_code
   -- These two everybody takes.
   OR first_elective_code IN ('toan', 'ngu-van')
   OR second_elective_code IN ('toan', 'ngu-van')
   OR (
    is_independent_candidate IS DISTINCT FROM TRUE
    AND (first_elective_code IS NULL OR second_elective_code IS NULL)
)
