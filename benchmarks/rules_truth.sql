-- Of each rule: mistakes planted, those found where they were planted, rows told as a consequence of one (within its reach, of the same
-- cause, of a person of whom another row holds one, or with the key that a mistake in another list lost), and rows with a finding in
-- which nothing was planted. A rule that compares several fields points to one of them; a table rule tells a column once (no
-- excel_row). What a mistake leaves empty (sheet, excel_row, excel_column) it is not about.
WITH mistaken_person AS (
    SELECT DISTINCT p.person_id
    FROM person AS p
    JOIN mistake AS m
        ON m.school_code = p.school_code
        AND m.file = p.file
        AND m.sheet = p.sheet
        AND m.excel_row = p.excel_row
),
told AS (
    SELECT
        f.*,
        EXISTS (
            SELECT 1
            FROM mistake AS m
            WHERE m.school_code = f.sender_code
              AND m.file = f.file
              AND (m.sheet = f.sheet OR (m.sheet IS NULL AND m.rule_id = f.rule_id))
              AND (m.excel_row = f.excel_row OR (f.excel_row IS NULL AND (m.rule_id = f.rule_id OR m.field = f.field)))
        ) AS is_planted,
        EXISTS (
            SELECT 1
            FROM mistake AS m
            WHERE m.school_code = f.sender_code
              AND CASE m.reach
                WHEN 'school' THEN TRUE
                WHEN 'file' THEN m.file = f.file
                WHEN 'sheet' THEN m.file = f.file AND m.sheet = f.sheet
                ELSE FALSE
            END
        )
        OR EXISTS (
            SELECT 1
            FROM person AS p
            JOIN mistaken_person AS x ON x.person_id = p.person_id
            WHERE p.school_code = f.sender_code
              AND p.file = f.file
              AND p.sheet = f.sheet
              AND p.excel_row = f.excel_row
        )
        OR EXISTS (
            SELECT 1
            FROM mistake AS m
            WHERE m.school_code = f.sender_code
              AND m.dataset <> f.dataset
              AND m.true_value = f.value
              AND ends_with(f.field, m.field)
        ) AS is_reached,
        EXISTS (
            SELECT 1
            FROM true_finding AS t
            WHERE t.sender_code = f.sender_code
              AND t.file = f.file
              AND t.sheet = f.sheet
              AND t.rule_id = f.rule_id
              AND t.field = f.field
              AND t.excel_row IS NOT DISTINCT FROM f.excel_row
        ) AS is_true
    FROM finding AS f
),
planted AS (
    SELECT
        m.rule_id,
        count(*) AS planted,
        count(*) FILTER (
            EXISTS (
                SELECT 1
                FROM finding AS f
                JOIN pointing AS p ON p.rule_id = f.rule_id
                WHERE f.rule_id = m.rule_id
                  AND f.sender_code = m.school_code
                  AND f.file = m.file
                  AND (m.sheet IS NULL OR f.sheet = m.sheet)
                  AND (f.excel_row = m.excel_row OR f.excel_row IS NULL)
                  AND (
                    m.field IS NULL
                    OR f.field = m.field
                    OR (list_contains(p.fields, f.field) AND list_contains(p.fields, m.field))
                    OR (f.field IS NULL AND f.excel_column = m.excel_column)
                  )
            )
        ) AS found
    FROM mistake AS m
    GROUP BY m.rule_id
),
beyond AS (
    SELECT
        t.rule_id,
        count(DISTINCT coalesce(t.row_id, hash(t.file))) FILTER (WHERE t.is_reached OR c.cause_id IS NOT NULL) AS consequences,
        count(DISTINCT coalesce(t.row_id, hash(t.file))) FILTER (WHERE NOT t.is_reached AND c.cause_id IS NULL) AS elsewhere
    FROM told AS t
    LEFT JOIN (SELECT DISTINCT cause_id FROM told WHERE is_planted) AS c ON c.cause_id = t.cause_id
    WHERE NOT t.is_planted AND NOT t.is_true
    GROUP BY t.rule_id
)
SELECT
    coalesce(p.rule_id, b.rule_id) AS rule_id,
    coalesce(p.planted, 0) AS planted,
    coalesce(p.found, 0) AS found,
    coalesce(b.consequences, 0) AS consequences,
    coalesce(b.elsewhere, 0) AS elsewhere
FROM planted AS p
FULL JOIN beyond AS b ON b.rule_id = p.rule_id
ORDER BY rule_id
