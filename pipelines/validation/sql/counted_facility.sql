-- Rows of facilities as rules add them up, of the list that counts: the total of a form is not counted beside its parts (FAC001).
CREATE OR REPLACE TEMP VIEW counted_facility AS
SELECT *
FROM leading_facility
ANTI JOIN repeated_row USING (row_id)
QUALIFY construction_code IS NOT NULL
    OR count(*) FILTER (construction_code IN ('permanent', 'semi_permanent', 'temporary'))
        OVER (PARTITION BY school_code, campus_code, facility_type_code) = 0
