-- The rows of a chunk (noted: row_id, field, key, raw) in which notable cells stand, with what there is to say about these.
INSERT INTO noted_cell
SELECT
    n.row_id,
    n.field,
    n.raw,
    c.value,
    c.problems,
    c.repairs,
    c.suggestion
FROM noted AS n
JOIN (
    SELECT
        field AS key,
        raw,
        value,
        problems,
        repairs,
        NULL AS suggestion
    FROM notable_text
    UNION ALL
    SELECT
        v.field,
        v.raw,
        v.value,
        CASE WHEN v.problem IS NULL THEN [] ELSE [v.problem] END,
        v.repairs,
        v.suggestion
    FROM cell_value AS v
    WHERE v.problem IS NOT NULL OR len(v.repairs) > 0
) AS c ON c.key = n.key AND c.raw = n.raw
