CREATE TABLE link_before (
    row_id BIGINT,
    person_key BIGINT,
    person_id VARCHAR,
    outcome VARCHAR,
    method VARCHAR,
    score DOUBLE
)
