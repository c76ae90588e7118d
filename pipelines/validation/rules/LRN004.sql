SELECT
    row_id,
    CASE
        WHEN review_status_code IN ('approved', 'rejected') AND reviewer_name IS NULL THEN 'reviewer_name'
        WHEN review_status_code IN ('approved', 'rejected') AND review_date IS NULL THEN 'review_date'
        WHEN published_date IS NOT NULL AND review_status_code <> 'approved' THEN 'review_status_code'
        ELSE 'published_date'
    END AS field,
    CASE
        WHEN review_status_code IN ('approved', 'rejected') AND (reviewer_name IS NULL OR review_date IS NULL) THEN NULL
        WHEN published_date IS NOT NULL AND review_status_code <> 'approved' THEN review_status_code
        ELSE show_date(published_date)
    END AS value,
    title AS shown
FROM learning_resource
WHERE (review_status_code IN ('approved', 'rejected') AND (reviewer_name IS NULL OR review_date IS NULL))
   OR (published_date IS NOT NULL AND review_status_code <> 'approved')
   OR review_date > published_date
