-- datasets: result
-- A learner may stand under one number in one row and under another in the next. Of rows without a term nobody knows. Two steps: looking
-- for numbers that occur twice is cheap. Rows of earlier submissions that stand give way to newer ones.
WITH keyed AS (
    SELECT
        r.*,
        n.learner,
        hash(r.sender_code, r.school_code, n.learner, r.term_code, r.subject_code) AS key_hash
    FROM accepted_result AS r
    JOIN learner_of_result AS n ON n.row_id = r.row_id
    WHERE r.term_code IS NOT NULL
),
seen_twice AS (
    SELECT key_hash
    FROM keyed
    GROUP BY key_hash
    HAVING count(*) > 1
),
placed AS (
    SELECT
        r.*,
        coalesce(r.learner_id, r.local_code, mask(r.personal_id)) AS number,
        first_value(r.row_id) OVER (
            PARTITION BY r.sender_code, r.school_code, r.learner, r.term_code, r.subject_code
            ORDER BY s.sheet_id IS NOT NULL, r.row_id
        ) AS first_row_id
    FROM keyed AS r
    SEMI JOIN seen_twice USING (key_hash)
    LEFT JOIN standing_sheet AS s ON s.sheet_id = place_sheet(r.row_id)
)
SELECT
    p.row_id,
    CASE
        WHEN p.learner_id IS NOT NULL THEN 'learner_id'
        WHEN p.local_code IS NOT NULL THEN 'local_code'
        ELSE 'personal_id'
    END AS field,
    p.number AS value,
    concat_ws(', ', p.number, code_label('term', p.term_code), code_label('subject', p.subject_code)) AS shown,
    f.fields_vi,
    f.fields_en,
    other_row(p.row_id, p.first_row_id) AS other_row
FROM placed AS p
CROSS JOIN (
    SELECT
        d.depends_on_label_vi || ', ' || string_agg(f.label_vi, ', ') AS fields_vi,
        d.depends_on_label_en || ', ' || string_agg(f.label_en, ', ') AS fields_en
    FROM dataset_dependency AS d
    JOIN field AS f ON f.dataset = d.dataset AND f.name IN ('term_code', 'subject_code')
    WHERE d.dataset = 'result'
    GROUP BY d.depends_on_label_vi, d.depends_on_label_en
) AS f
WHERE p.row_id <> p.first_row_id
