-- Columns of personal numbers most of which name other birth years than their rows: those of parents, or of another order of rows (FIL013).
-- From 5 numbers: fewer prove nothing about a column.
WITH compared AS (
    SELECT
        place_sheet(row_id) AS sheet_id,
        is_of_other_year(personal_id, birth_date_year) OR is_of_other_century(personal_id, birth_date_year) AS is_other
    FROM this
    WHERE birth_date_year IS NOT NULL AND regexp_matches(personal_id, '^[0-9]{12}$')
)
SELECT
    row_place(c.sheet_id, 0) AS row_id,
    'personal_id' AS field,
    NULL AS value,
    l.letter || ' (' || f.label_vi || ')' AS list_vi,
    l.letter || ' (' || f.label_en || ')' AS list_en
FROM (
    SELECT sheet_id
    FROM compared
    GROUP BY sheet_id
    HAVING count(*) >= 5 AND count_if(is_other) * 2 >= count(*)
) AS c
JOIN sheet AS s ON s.sheet_id = c.sheet_id
JOIN column_letter AS l ON l.layout_id = s.layout_id AND l.field = 'personal_id'
JOIN field AS f ON f.dataset = s.dataset AND f.name = 'personal_id'
