-- The sheets of earlier submissions that stand beside or instead of later ones.
CREATE TEMP VIEW standing_sheet AS
SELECT sheet_id
FROM sheet
QUALIFY sequence < max(sequence) OVER (PARTITION BY sender_code, dataset)
