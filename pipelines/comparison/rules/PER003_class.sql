-- Within a school year: neither the code nor the name of the class is there any more; Lớp 6A is 6A.
SELECT DISTINCT
    l.place AS row_id,
    'class_code' AS field,
    coalesce(e.class_code, e.class_name) AS value,
    concat_ws(' ', e.class_code, '(' || e.class_name || ')') AS shown
FROM earlier_class AS e
JOIN sent_list AS l ON l.dataset = 'class' AND l.school_code = e.school_code
ANTI JOIN class AS c ON c.school_code = e.school_code AND c.class_code = e.class_code
ANTI JOIN class AS n
    ON n.school_code = e.school_code
    AND bare_class_name(fold(n.class_name)) = bare_class_name(fold(e.class_name))
