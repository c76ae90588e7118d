SELECT
    row_id,
    'quantity' AS field,
    CAST(quantity AS VARCHAR) AS value,
    greatest(coalesce(in_use_quantity, 0), coalesce(meets_standard_quantity, 0)) AS found
FROM facility
WHERE in_use_quantity > quantity
   OR meets_standard_quantity > quantity
