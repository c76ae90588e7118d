-- datasets: student staff
-- A name that is only spelt otherwise is the same name.
WITH differing AS (
    SELECT
        *,
        list_filter(
            mismatched_fields,
            lambda name : name <> 'full_name' OR NOT list_contains(differences, 'name_spelling')
        ) AS of_another
    FROM this
)
SELECT
    d.row_id,
    'personal_id' AS field,
    mask(d.personal_id) AS value,
    mask(d.personal_id) AS masked_value,
    string_agg(f.label_vi, ', ' ORDER BY list_position(d.of_another, f.name)) AS fields_vi,
    string_agg(f.label_en, ', ' ORDER BY list_position(d.of_another, f.name)) AS fields_en
FROM differing AS d
JOIN field AS f ON f.dataset = d.dataset AND list_contains(d.of_another, f.name)
WHERE len(d.of_another) > 1
GROUP BY
    d.row_id,
    d.personal_id
