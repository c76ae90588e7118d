CREATE OR REPLACE TEMP VIEW link_of_file AS
SELECT
    NULL::BIGINT AS row_id,
    NULL::BIGINT AS person_key,
    NULL::VARCHAR AS person_id,
    NULL::VARCHAR AS outcome,
    NULL::VARCHAR AS method,
    NULL::DOUBLE AS score,
    NULL::VARCHAR AS filename
WHERE FALSE
