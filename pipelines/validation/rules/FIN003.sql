SELECT * EXCLUDE (breakdown)
FROM unequal_total
WHERE breakdown = 'spending group'
