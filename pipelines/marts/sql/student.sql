-- Which rows of students it holds and under which key; their personal fields are added as they are staged.
SELECT
    row_id,
    learner_key,
    period,
    province_code
FROM enrolment_row
