-- lacking_row: the rows whose sheets lack a column that an earlier sheet had; donor_row: the rows of those sheets. same_row: which of
-- them speak of the same; a row that a surer way has found is not found again by another.
CREATE OR REPLACE TEMP TABLE lacking_row AS
SELECT
    t.*,
    s.sequence,
    s.fields
FROM typed AS t
JOIN sheet_fields AS s ON s.sheet_id = place_sheet(t.row_id)
ANTI JOIN spoiled_row AS o ON o.row_id = t.row_id;

CREATE OR REPLACE TEMP TABLE donor_row AS
SELECT
    d.*,
    s.sequence,
    s.fields
FROM donor AS d
JOIN sheet_fields AS s ON s.sheet_id = place_sheet(d.row_id);

CREATE OR REPLACE TEMP TABLE same_row AS
WITH pair AS (
    {pairs}
),
surest AS (
    SELECT *
    FROM pair
    QUALIFY level = min(level) OVER (PARTITION BY donor_row_id)
)
SELECT
    p.row_id,
    p.donor_row_id
FROM surest AS p
JOIN donor_row AS d ON d.row_id = p.donor_row_id
QUALIFY p.level = min(p.level) OVER (PARTITION BY p.row_id, d.sequence);
