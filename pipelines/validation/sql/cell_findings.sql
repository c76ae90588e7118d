-- What is wrong with single cells, cell by cell. Where the dataset has a rule of its own for it (own_cell_rules.csv) that one tells,
-- while it is in force.
INSERT INTO finding BY NAME
SELECT
    n.row_id,
    f.dataset,
    n.rule_id,
    r.severity,
    n.field,
    n.raw AS value,
    -- One old name may have been that of many places: then there is nothing to suggest.
    CASE WHEN n.rule_id = 'FLD013' THEN coalesce(': ' || n.suggestion, '') ELSE n.suggestion END AS suggestion,
    length(n.value) AS n,
    CASE WHEN n.rule_id = 'FLD014' THEN f.max_length::VARCHAR ELSE f.limits END AS "limit",
    f.pattern_vi AS expected_vi,
    f.pattern_en AS expected_en,
    f.label_vi AS code_list_vi,
    f.label_en AS code_list_en,
    show_date(census_date()) AS date
FROM (
    SELECT
        p.* EXCLUDE (rule_id),
        coalesce(a.rule_id, p.rule_id) AS rule_id
    FROM (
        SELECT
            *,
            unnest(problems) AS rule_id
        FROM noted_cell
    ) AS p
    LEFT JOIN own_cell_rule AS o
        ON o.dataset = $dataset
        AND o.name = p.field
        AND o.general_rule_id = p.rule_id
        AND (o.is_number IS NULL OR o.is_number = (TRY_CAST(replace(tidy(p.raw), ',', '.') AS DOUBLE) IS NOT NULL))
    LEFT JOIN asked_rule AS a ON a.rule_id = o.rule_id
) AS n
JOIN asked_rule AS r ON r.rule_id = n.rule_id
JOIN field AS f ON f.dataset = $dataset AND f.name = n.field
