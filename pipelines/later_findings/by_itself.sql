-- What findings.sql reads besides the findings: a later finding follows from no error of another row, and no file is at fault.
CREATE TEMP TABLE file_finding (submission_id VARCHAR);

CREATE TEMP TABLE wrong_column (sender_code VARCHAR, dataset VARCHAR, rule_id VARCHAR, field VARCHAR);

CREATE TEMP TABLE consequence (school_code VARCHAR, rule_id VARCHAR, value VARCHAR, root_row_id BIGINT);

CREATE TEMP TABLE root_error (
    root_row_id BIGINT,
    root STRUCT(dataset VARCHAR, rule_id VARCHAR, field VARCHAR, value VARCHAR)
)
