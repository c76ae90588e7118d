-- The accepted rows of one school in table `typed`, in the order in which it sent them, with the ids that they were given.
SELECT
    t.* EXCLUDE (row_id),
    l.person_id AS given_id
FROM typed AS t
LEFT JOIN link AS l ON l.row_id = t.row_id AND l.outcome IN ('known', 'matched', 'new')
WHERE
    t.school_code = $school_code
    AND t.outcome <> 'rejected'
ORDER BY t.row_id
