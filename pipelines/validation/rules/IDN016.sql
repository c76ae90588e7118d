-- From 5 filled cells, in either column: fewer prove nothing about a column.
WITH filled AS (
    SELECT
        place_sheet(row_id) AS sheet_id,
        count(learner_id) AS learner_ids,
        count(*) FILTER (WHERE length(learner_id) = 12 AND regexp_matches(learner_id, '^[0-9]{12}$')) AS long_learner_ids,
        count(personal_id) AS personal_ids,
        count(*) FILTER (WHERE length(personal_id) = 10 AND regexp_matches(personal_id, '^[0-9]{10}$')) AS short_personal_ids
    FROM student
    GROUP BY place_sheet(row_id)
)
SELECT
    row_place(sheet_id, 0) AS row_id,
    CASE WHEN learner_ids >= 5 AND long_learner_ids * 2 >= learner_ids THEN 'learner_id' ELSE 'personal_id' END AS field,
    NULL AS value
FROM filled
WHERE (learner_ids >= 5 AND long_learner_ids * 2 >= learner_ids)
   OR (personal_ids >= 5 AND short_personal_ids * 2 >= personal_ids)
