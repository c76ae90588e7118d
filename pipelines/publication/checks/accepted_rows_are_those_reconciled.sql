-- vi: Số dòng được nhận của một tập dữ liệu khác số dòng được nhận trong bảng đối chiếu.
-- en: The accepted rows of a dataset are not as many as the reconciliation says.
-- fix_vi: Tệp trung gian không khớp nhau; chạy lại bước kiểm tra dữ liệu cho kỳ này (csdl run --all).
-- fix_en: The staging files contradict each other; run validation again for this period (csdl run --all).
WITH staged AS (
    SELECT
        period,
        dataset,
        count(*) AS staged_rows
    FROM accepted_row
    GROUP BY period, dataset
),

reconciled AS (
    SELECT
        period,
        dataset,
        sum(rows_accepted + rows_queried) AS reconciled_rows
    FROM fact_submission
    GROUP BY period, dataset
)

SELECT
    period,
    dataset,
    coalesce(s.staged_rows, 0) AS staged_rows,
    coalesce(r.reconciled_rows, 0) AS reconciled_rows
FROM staged AS s
FULL JOIN reconciled AS r USING (period, dataset)
WHERE coalesce(s.staged_rows, 0) <> coalesce(r.reconciled_rows, 0)
