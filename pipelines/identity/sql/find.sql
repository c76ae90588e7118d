-- The persons that one strategy finds for the rows that are still open. Different personal numbers are different persons, however
-- alike, unless one is mistyped for the other. Of a description, only the date may be known in part.
-- A row that claims another id than a person was given here says that the school knows an older one: no contradiction.
INSERT INTO candidate
WITH pair AS (
    SELECT
        r.row_id,
        p.person_key,
        s.position,
        s.is_number,
        agreement(r.folded_name, r.birth_date, p.folded_name, p.birth_date) AS agreed,
        r.birth_date,
        p.scheme = 'given' AND contradicts(r.person_id, p.person_id) AS claims_other_id,
        contradicts(r.personal_id, p.personal_id) AS has_different_number,
        has_other_number(r.personal_id, p.personal_id) AS is_other_person,
        r.personal_id IS NULL OR p.personal_id IS NOT NULL AS has_no_open_number
    FROM row_side AS r
    JOIN person_side AS p ON p.key = r.key
    JOIN strategy AS s ON s.position = $position
)
SELECT
    row_id,
    position,
    person_key,
    pair_score(is_number, agreed, has_different_number, birth_date) AS score,
    claims_other_id,
    is_number AND agreed = 1 AND NOT claims_other_id AND NOT has_different_number AND has_no_open_number AS is_settled
FROM pair
WHERE is_number OR NOT is_other_person
