-- What each school handed in of each dataset this period, and where findings on the whole of it are told: on the sheet where the
-- school's rows begin, or in a list of many schools on the first of its rows. Of several lists the school's own is told.
CREATE TEMP TABLE sent_list AS
WITH listed AS (
    SELECT 'student' AS dataset, school_code, sender_code, row_id FROM student
    UNION ALL
    SELECT 'staff', school_code, sender_code, row_id FROM staff
    UNION ALL
    SELECT 'class', school_code, sender_code, row_id FROM class
)
SELECT
    dataset,
    school_code,
    CASE WHEN sender_code = school_code THEN row_place(place_sheet(min(row_id)), 0) ELSE min(row_id) END AS place,
    row_place(place_sheet(min(row_id)), 0) AS sheet_place
FROM listed
GROUP BY dataset, school_code, sender_code
QUALIFY row_number() OVER (PARTITION BY dataset, school_code ORDER BY sender_code = school_code DESC, sender_code) = 1;

-- A school as another one may know it.
CREATE TEMP VIEW school_label AS
SELECT
    school_code,
    name || ' (' || school_code || ')' AS label
FROM register;

-- How a field is called, within words.
CREATE OR REPLACE TEMP MACRO field_label_vi(dataset_name, field_name) AS (
    SELECT lower(f.label_vi) FROM field AS f WHERE f.dataset = dataset_name AND f.name = field_name
);
CREATE OR REPLACE TEMP MACRO field_label_en(dataset_name, field_name) AS (
    SELECT lower(f.label_en) FROM field AS f WHERE f.dataset = dataset_name AND f.name = field_name
);

-- The first five of a list, in order.
CREATE OR REPLACE TEMP MACRO first_of(items) AS
    array_to_string(list_sort(items)[1:5], ', ') || CASE WHEN len(items) > 5 THEN ', …' ELSE '' END;

-- A change in per cent.
CREATE OR REPLACE TEMP MACRO percent_change(old_number, new_number) AS
    show_number(100.0 * (new_number - old_number) / old_number);
