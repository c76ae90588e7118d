-- Secondary grades have the ratings of Circular 22/2021 or the older ones, primary grades those of Circular 27/2020.
WITH rated AS (
    SELECT
        row_id,
        grade_code,
        unnest(['learning_rating_code', 'conduct_rating_code', 'old_learning_rating_code', 'old_conduct_rating_code',
            'primary_overall_rating_code']) AS field,
        unnest(['rating_2021', 'rating_2021', 'rating_old_learning', 'rating_old_conduct', 'rating_primary']) AS list,
        unnest(['22/2021', '22/2021', NULL, NULL, '27/2020']) AS circular,
        unnest([learning_rating_code, conduct_rating_code, old_learning_rating_code, old_conduct_rating_code,
            primary_overall_rating_code]) AS value
    FROM result
    WHERE coalesce(learning_rating_code, conduct_rating_code, old_learning_rating_code, old_conduct_rating_code,
        primary_overall_rating_code) IS NOT NULL
)
SELECT
    r.row_id,
    r.field,
    r.value,
    code_label(r.list, r.value) AS shown,
    g.label AS grade,
    school_year() || '-' || (school_year() + 1) AS period
FROM rated AS r
JOIN assessed_grade AS g ON g.grade_code = r.grade_code
WHERE r.value IS NOT NULL
  -- Primary schools had no older ratings of this kind.
  AND (r.circular IS DISTINCT FROM g.circular OR (r.circular IS NULL AND g.level_code = '02'))
