-- The register with the schools whose own row this pass accepted. The first accepted row of a code decides; a code belongs to its school
-- for ever.
INSERT INTO register
SELECT
    s.school_code,
    s.school_name,
    coalesce(s.level_group_code, ''),
    coalesce(s.province_code, $province),
    coalesce(s.ward_code, ''),
    $period,
    $period
FROM accepted_school AS s
ANTI JOIN register AS r ON r.school_code = s.school_code
QUALIFY row_number() OVER (PARTITION BY s.school_code ORDER BY s.row_id) = 1;
