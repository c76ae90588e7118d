-- vi: Hai phiên bản của một trường có thời gian hiệu lực chồng nhau.
-- en: Two versions of a school hold at the same time.
-- fix_vi: Lỗi của chương trình: xem dim_school.sql.
-- fix_en: A fault of the program: look at dim_school.sql.
SELECT
    school_code,
    valid_from,
    valid_to
FROM dim_school
QUALIFY valid_to >= lead(valid_from) OVER (PARTITION BY school_code ORDER BY valid_from)
