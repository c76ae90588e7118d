-- vi: Số dòng đọc được của một trang tính khác tổng số dòng được nhận, được nhận có yêu cầu giải trình và bị trả lại.
-- en: The rows read from a sheet are not the sum of rows accepted, accepted with queries and rejected.
-- fix_vi: Chạy lại bước kiểm tra dữ liệu cho tỉnh và kỳ này (csdl run --all).
-- fix_en: Run validation again for this province and period (csdl run --all).
SELECT
    period,
    submission_id,
    dataset,
    file,
    sheet,
    rows_read,
    rows_accepted + rows_queried + rows_rejected AS rows_accounted_for
FROM fact_submission
WHERE rows_read <> rows_accepted + rows_queried + rows_rejected
