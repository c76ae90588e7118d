-- The school that each row is about, in the order of the rows. A school's own code that lost its leading zeros is proved by the sender.
SELECT
    CASE
        WHEN is_school AND (given IS NULL OR lpad(given, length(sender_code)::INTEGER, '0') = sender_code) THEN sender_code
        ELSE given
    END AS school_code
FROM given_school
