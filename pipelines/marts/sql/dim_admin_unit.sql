WITH successor AS (
    SELECT
        level,
        code,
        string_agg(successor_code, ';' ORDER BY position) AS successor_codes
    FROM admin_successor
    GROUP BY level, code
)

SELECT
    content_key(concat_ws('|', u.level, u.code, u.valid_from)) AS admin_unit_key,
    u.level,
    u.code AS admin_unit_code,
    u.name_vi AS admin_unit_label,
    nullif(u.parent_code, '') AS parent_code,
    -- A code may live on in the new era: only the unit that ended has successors.
    CASE WHEN u.valid_to IS NOT NULL THEN s.successor_codes END AS successor_codes,
    u.valid_from,
    u.valid_to,
    u.valid_to IS NULL AS is_current
FROM admin_unit AS u
LEFT JOIN successor AS s ON s.level = u.level AND s.code = u.code
