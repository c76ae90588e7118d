-- Coverage of each area: people there, by how they stand. $level: school, ward or province.
WITH placed AS (
    SELECT
        c.period,
        c.kind,
        CASE $level
            WHEN 'school' THEN c.school_code
            WHEN 'ward' THEN coalesce(s.ward_code, '')
            ELSE c.province_code
        END AS area_code,
        c.status,
        c.persons
    FROM counted AS c
    LEFT JOIN school AS s ON s.school_code = c.school_code
)
SELECT
    period,
    area_code,
    kind,
    sum(persons)::BIGINT AS persons,
    coalesce(sum(persons) FILTER (status = 'verified'), 0)::BIGINT AS verified,
    coalesce(sum(persons) FILTER (status = 'mismatch'), 0)::BIGINT AS mismatch,
    coalesce(sum(persons) FILTER (status = 'not_found'), 0)::BIGINT AS not_found,
    coalesce(sum(persons) FILTER (status IN ('cancelled', 'deceased')), 0)::BIGINT AS cancelled_or_deceased,
    coalesce(sum(persons) FILTER (status = 'no_personal_id'), 0)::BIGINT AS no_personal_id,
    coalesce(sum(persons) FILTER (status = 'pending'), 0)::BIGINT AS pending
FROM placed
GROUP BY
    period,
    area_code,
    kind
ORDER BY
    period,
    area_code,
    kind
