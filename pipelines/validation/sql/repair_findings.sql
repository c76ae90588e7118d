-- What was mended without asking, and what else is told once for a column of a sheet, with count and example
-- (FLD017-FLD020, FLD022, FLD025).
INSERT INTO finding BY NAME
SELECT
    row_place(place_sheet(n.row_id), 0) AS row_id,
    $dataset AS dataset,
    n.rule_id,
    r.severity,
    n.field,
    min(n.raw) AS value,
    count(*) AS n,
    min_by(n.value, n.raw) AS suggestion
FROM (
    SELECT
        *,
        unnest(repairs) AS rule_id
    FROM noted_cell
) AS n
JOIN asked_rule AS r ON r.rule_id = n.rule_id
GROUP BY place_sheet(n.row_id), n.field, n.rule_id, r.severity
