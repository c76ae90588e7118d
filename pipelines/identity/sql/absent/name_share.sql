-- How common each name of the pairs is: the shares of its syllables taken together.
WITH name AS (
    SELECT folded_name AS name
    FROM residue
    UNION
    SELECT folded_name
    FROM absentee
    UNION
    SELECT folded_mother_name
    FROM residue
    UNION
    SELECT folded_mother_name
    FROM absentee
    UNION
    SELECT folded_father_name
    FROM residue
    UNION
    SELECT folded_father_name
    FROM absentee
),
syllable AS (
    SELECT
        name,
        unnest(syllables(name)) AS token,
        generate_subscripts(syllables(name), 1) AS place,
        len(syllables(name)) AS places
    FROM name
    WHERE name <> ''
)
SELECT
    s.name,
    -- The rarest that are listed are borne by 20 of 1.13 million people.
    exp(sum(ln(coalesce(t.share, 0.00001)))) AS share
FROM syllable AS s
LEFT JOIN token_share AS t
    ON t.token = s.token
    AND t.part = CASE WHEN s.place = 1 THEN 'family' WHEN s.place = s.places THEN 'given' ELSE 'middle' END
GROUP BY s.name
ORDER BY s.name
