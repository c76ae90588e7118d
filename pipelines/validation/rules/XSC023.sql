-- Practice threshold. A school without such a toilet is XSC022's.
WITH learners AS (
    SELECT
        school_code,
        sum(CASE WHEN sex_code = '01' THEN 1 ELSE 0 END) AS boys,
        sum(CASE WHEN sex_code = '02' THEN 1 ELSE 0 END) AS girls,
        count(*) AS students
    FROM leading_student
    ANTI JOIN repeated_row USING (row_id)
    WHERE is_active_student(status_code)
    GROUP BY school_code
),
toilets AS (
    SELECT
        school_code,
        facility_type_code,
        min(row_id) AS row_id,
        sum(quantity) AS quantity
    FROM counted_facility
    WHERE facility_type_code LIKE 'toilet_student%'
    GROUP BY school_code, facility_type_code
),
pressure AS (
    SELECT
        t.row_id,
        code_label('facility_type', t.facility_type_code) AS found,
        t.quantity,
        CASE t.facility_type_code WHEN 'toilet_student_male' THEN l.boys ELSE l.girls END AS users
    FROM toilets AS t
    JOIN learners AS l ON l.school_code = t.school_code
    WHERE t.facility_type_code IN ('toilet_student_male', 'toilet_student_female')
    UNION ALL
    SELECT
        min(t.row_id) AS row_id,
        'Nhà vệ sinh học sinh' AS found,
        sum(t.quantity) AS quantity,
        min(l.students) AS users
    FROM toilets AS t
    JOIN learners AS l ON l.school_code = t.school_code
    GROUP BY t.school_code
)
SELECT
    row_id,
    'quantity' AS field,
    CAST(quantity AS VARCHAR) AS value,
    CAST(round(users / quantity) AS BIGINT) AS n,
    found,
    200 AS limit
FROM pressure
WHERE quantity > 0
  AND users > 200 * quantity
