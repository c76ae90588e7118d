-- What was mended without asking, and what else is told once for a column of a sheet, with count and example
-- (FLD017-FLD020, FLD022, FLD025, FLD035-FLD037).
INSERT INTO finding BY NAME
SELECT
    row_place(place_sheet(n.row_id), 0) AS row_id,
    $dataset AS dataset,
    n.rule_id,
    r.severity,
    n.field,
    min(n.raw) AS value,
    count(*) AS n,
    min_by(CASE WHEN n.rule_id = 'FLD037' THEN show_date(TRY_CAST(n.value AS DATE)) ELSE n.value END, n.raw) AS suggestion,
    any_value(s.dialect) AS found,
    string_agg(DISTINCT n.raw || ' → ' || n.value || ' (' || d.other_codes || ')', '; ') AS list
FROM (
    SELECT
        *,
        unnest(repairs) AS rule_id
    FROM noted_cell
) AS n
JOIN asked_rule AS r ON r.rule_id = n.rule_id
JOIN sheet AS s ON s.sheet_id = place_sheet(n.row_id)
LEFT JOIN field AS f ON f.dataset = $dataset AND f.name = n.field
LEFT JOIN dialect_code AS d ON n.rule_id = 'FLD036' AND d.list = f.code_list || '@' || s.dialect AND d.code = fold(tidy(n.raw))
-- Zeros that IDN001 says are not all that is missing.
ANTI JOIN (SELECT row_id, field, 'FLD017' AS rule_id FROM finding WHERE rule_id = 'IDN001') AS i
    ON i.row_id = n.row_id AND i.field = n.field AND i.rule_id = n.rule_id
GROUP BY place_sheet(n.row_id), n.field, n.rule_id, r.severity
