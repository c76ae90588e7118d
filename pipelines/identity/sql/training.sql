-- Children are the persons. Those whose number ends in 0 or 5 are to be found; of the others it is known who they are.
CREATE TEMP VIEW unlinked AS
SELECT *
FROM accepted;

CREATE TABLE pending AS
{rows};

CREATE TABLE earlier_link AS
SELECT
    row_id,
    child AS person_key,
    NULL::VARCHAR AS person_id
FROM earlier_typed;

CREATE TABLE earlier_period AS
SELECT DISTINCT
    period,
    0 AS nth
FROM earlier_typed;

CREATE TABLE verdict AS
SELECT
    row_id,
    child AS person_key
FROM accepted
WHERE child % 5 <> 0;

CREATE TABLE linked AS
SELECT
    *,
    '' AS method
FROM verdict
WHERE FALSE;

CREATE TABLE listed_elsewhere (person_id VARCHAR, personal_id VARCHAR);

CREATE TABLE person AS
SELECT
    person_key,
    NULL::VARCHAR AS person_id,
    NULL::VARCHAR AS personal_id,
    '' AS folded_mother_name,
    'new' AS scheme
FROM earlier_link;

-- No officer has told anybody apart.
CREATE TABLE other_person (row_id BIGINT, person_key BIGINT)
