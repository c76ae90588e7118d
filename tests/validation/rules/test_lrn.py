"""Rules LRN: the catalogue of digital learning resources."""

from datetime import date

from tests.validation.bench import Row, findings_of
from tests.validation.rules.cases import Case, assert_fires, assert_whole

TITLED: Row = {"title": "Bài giảng Phân số"}


def places(rule_id: str, cases: list[Case], **datasets: list[Row]) -> list[Row]:
    findings = findings_of(rule_id, learning_resource=[TITLED | row for row, _ in cases], **datasets)
    assert [(f["excel_row"], f["field"]) for f in findings] == [
        (n + 2, field) for n, (_, field) in enumerate(cases) if field
    ]
    assert_whole(findings)
    return findings


def test_lrn001_a_resource_can_be_reached() -> None:
    cases: list[Case] = [
        ({"url": "https://hoclieu.edu.vn/1"}, None),
        ({"file_name": "bai1.pptx"}, None),
        ({}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "http:///bai1"}, "url"),
    ]
    findings = places("LRN001", cases)
    assert findings[0]["message_vi"] == (
        'Dòng 4: học liệu "Bài giảng Phân số" không có tệp hoặc địa chỉ truy cập hợp lệ.'
    )


def test_lrn002_licences() -> None:
    cases: list[Case] = [
        ({"review_status_code": "approved", "licence_code": "cc-by"}, None),
        ({"review_status_code": "approved", "licence_code": "unknown"}, "licence_code"),
        ({"review_status_code": "approved"}, "licence_code"),
        ({"review_status_code": "draft", "licence_code": "unknown"}, None),
        ({"licence_code": "all-rights-reserved"}, "licence_code"),
        ({"licence_code": "all-rights-reserved", "author_staff_code": "GV1"}, None),
    ]
    places("LRN002", cases)


def test_lrn003_subject_and_grade_are_of_one_level() -> None:
    cases: list[Case] = [
        ({"subject_code": "01", "grade_code": "05"}, None),
        ({"subject_code": "01", "grade_code": "06"}, "subject_code"),
        ({"subject_code": "91", "grade_code": "06"}, None),
        ({"subject_code": "01"}, None),
    ]
    findings = assert_fires("LRN003", "learning_resource", cases)
    assert findings[0]["message_vi"] == "Dòng 3: môn Toán (01) không thuộc cấp học của khối Khối 6."


def test_lrn004_reviews() -> None:
    done = {"reviewer_name": "Trần Văn Bình", "review_date": date(2025, 9, 1)}
    cases: list[Case] = [
        ({"review_status_code": "approved", **done}, None),
        ({"review_status_code": "approved", **done, "reviewer_name": None}, "reviewer_name"),
        ({"review_status_code": "rejected", **done, "review_date": None}, "review_date"),
        ({"review_status_code": "draft"}, None),
        ({"review_status_code": "draft", "published_date": date(2025, 9, 2)}, "review_status_code"),
        ({"review_status_code": "approved", **done, "published_date": date(2025, 9, 2)}, None),
        ({"review_status_code": "approved", **done, "published_date": date(2025, 8, 31)}, "published_date"),
    ]
    places("LRN004", cases)


def test_lrn005_author_duration_and_size() -> None:
    cases: list[Case] = [
        ({"author_staff_code": "GV1", "media_type_code": "text"}, None),
        ({"author_staff_code": "GV9", "media_type_code": "text"}, "author_staff_code"),
        ({"media_type_code": "video", "duration_minutes": 45.0}, None),
        ({"media_type_code": "video"}, "duration_minutes"),
        ({"media_type_code": "audio", "duration_minutes": 601.0}, "duration_minutes"),
        ({"media_type_code": "text", "duration_minutes": 0.0}, None),
        ({"media_type_code": "text", "size_mb": 0.0}, "size_mb"),
        ({"media_type_code": "text", "size_mb": 2049.0}, "size_mb"),
        ({"media_type_code": "text", "size_mb": 2048.0}, None),
    ]
    findings = places("LRN005", cases, staff=[{"staff_code": "GV1"}])
    assert findings[1]["message_vi"].endswith('học liệu "Bài giảng Phân số" cần xem lại: thời lượng chưa ghi.')
    # Without any staff list nothing is known of authors.
    assert findings_of("LRN005", learning_resource=[TITLED | cases[1][0]]) == []
