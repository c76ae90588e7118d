"""Causes: what is mended in one go is one cause, told by the finding that the others follow from."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from pipelines.desk import check_files
from pipelines.feedback.reports import submission_reports
from pipelines.overview.findings import findings_by_cause
from pipelines.settings import Settings
from pipelines.validation.validate import validate_partition
from tests.feedback.conftest import class_of, employee, learner
from tests.validation.passes import SCHOOL, Row, register_school, rows_and_findings
from tests.validation.staged import PARTITION, Rows, stage

# Rules beside the point: the school's own row and what a learner or a member of staff needs besides.
_UNASKED = frozenset({"XSC001", "FLD002", "IDN009", "STA007", "STA009", "STA010", "STA011", "FAC001"})
NAMES = [f"{grade}{letter}" for grade in "6789" for letter in "ABCD"]
CLASSES = [class_of(name, f"0{name[0]}") for name in NAMES]


def causes(settings: Settings, database: Database, *rules: str, **datasets: Rows) -> list[list[Row]]:
    """The causes of a submission with one of these rules (all if none is given), each with its findings."""
    register_school(database)
    stage(settings, database, SCHOOL, datasets)
    validate_partition(settings, database, PARTITION, unasked=_UNASKED)
    _, findings = rows_and_findings(settings, database)
    by_cause: dict[str, list[Row]] = {}
    for finding in findings:
        by_cause.setdefault(finding["cause_id"], []).append(finding)
    return [found for found in by_cause.values() if not rules or {f["rule_id"] for f in found} & set(rules)]


def learners(spelt: str = "{}") -> Rows:
    """Ten learners in each of the 16 classes, whose names they spell so."""
    pupils = [learner(n, NAMES[n % 16]) for n in range(160)]
    return [pupil | {"class_code": spelt.format(pupil["class_code"]), "class_name": None} for pupil in pupils]


def test_every_learners_class_misspelt_is_one_cause(settings: Settings, database: Database) -> None:
    [cause] = causes(settings, database, "XSC002", student=learners("Lop_{}"), **{"class": CLASSES})
    assert len(cause) == 160
    assert len({finding["value"] for finding in cause}) == 16


def test_few_misspelt_classes_are_a_cause_each(settings: Settings, database: Database) -> None:
    pupils = [p | {"class_code": f"{p['class_code']}x"} if p["class_code"] in ("6A", "7B") else p for p in learners()]
    found = causes(settings, database, "XSC002", student=pupils, **{"class": CLASSES})
    assert sorted(len(cause) for cause in found) == [10, 10]


@pytest.mark.parametrize("grade", ["99", None], ids=["another error", "blank"])
def test_learners_of_a_rejected_class_share_its_cause(
    settings: Settings, database: Database, grade: str | None
) -> None:
    classes = [class_of("6A", "06") | {"grade_code": grade}, *CLASSES[1:]]
    [cause] = causes(settings, database, "XSC002", student=learners(), **{"class": classes})
    assert Counter((f["dataset"], f["is_consequence"]) for f in cause) == {("class", False): 1, ("student", True): 10}

    [report] = submission_reports(settings, database, PARTITION, "vi")
    first = report.causes[0]
    assert (first.dataset, first.findings) == ("Lớp học", 11)
    assert {sheet.file for sheet in first.sheets} == {"class.xlsx", "student.xlsx"}
    line = findings_by_cause(settings, database, SCHOOL)[0]
    assert (line["dataset"], line["findings"], line["sheets"]) == ("class", 11, 2)
    assert line["message_vi"] == first.message


def test_classes_of_a_rejected_teacher_and_their_learners_share_the_cause(
    settings: Settings, database: Database
) -> None:
    staff = [employee(0, "01"), employee(1, "99")]
    led = [row | {"homeroom_staff_code": "GV01"} for row in CLASSES[:2]]
    datasets = {"staff": staff, "class": [*led, *CLASSES[2:]], "student": learners()}
    [cause] = causes(settings, database, "XSC006", "XSC002", **datasets)
    assert {f["dataset"] for f in cause if not f["is_consequence"]} == {"staff"}
    assert Counter(f["rule_id"] for f in cause if f["is_consequence"]) == {"XSC006": 2, "XSC002": 20}


def test_what_a_rejected_member_of_staff_was_paid_and_made_shares_the_cause(
    settings: Settings, database: Database
) -> None:
    paid: Rows = [{"staff_code": "GV01", "effective_date": f"01/09/{year}"} for year in (2019, 2022)]
    made: Rows = [
        {"resource_code": "HL1", "title": "Phân số", "media_type_code": "text", "author_staff_code": "GV01",
         "licence_code": "cc-by", "file_name": "a.pdf", "language_code": "vi", "review_status_code": "draft"}
    ]  # fmt: skip
    staff = [employee(0, "01"), employee(1, "99")]
    datasets = {
        "staff": staff,
        "staff_salary": paid,
        "learning_resource": made,
        "class": CLASSES,
        "student": learners(),
    }
    [cause] = causes(settings, database, "XSC027", "LRN005", **datasets)
    assert {f["dataset"] for f in cause if not f["is_consequence"]} == {"staff"}
    assert Counter(f["rule_id"] for f in cause if f["is_consequence"]) == {"XSC027": 2, "LRN005": 1}


def test_a_code_list_of_another_system_is_one_cause(settings: Settings, database: Database) -> None:
    pupils = [p | {"ethnicity_code": f"DT-{n % 9}"} for n, p in enumerate(learners())]
    [cause] = causes(settings, database, "FLD011", student=pupils, **{"class": CLASSES})
    assert len(cause) == 160


def test_headers_that_are_not_recognised_are_why_columns_lack(tmp_path: Path) -> None:
    """One cause, told by the error; a sheet that lacks nothing has its own notes, which are another matter."""
    right = "Họ và tên;Ngày sinh;Giới tính;Dân tộc;Mã lớp;Khối;Trạng thái;Ghi chú riêng"
    for name, header in (("lop_a.csv", right.replace("Ngày sinh", "Chào đời lúc")), ("lop_b.csv", right)):
        learners = [f"Nguyễn Văn {letter};03/05/2014;Nam;Kinh;6A;Khối 6;Đang học;x{letter}" for letter in "ABCDE"]
        (tmp_path / name).write_text("\n".join([header, *learners]), encoding="utf-8")
    told = [f for f in check_files(sorted(tmp_path.iterdir())).findings if f["rule_id"] in ("FIL010", "FIL011")]
    assert [(f["rule_id"], f["file"]) for f in told] == [
        ("FIL010", "lop_a.csv"), ("FIL011", "lop_b.csv"), ("FIL011", "lop_a.csv"),
    ]  # fmt: skip
    lacking, notes, unread = (finding["cause_id"] for finding in told)
    assert lacking == unread != notes


def test_a_cause_keeps_its_id_when_the_school_hands_in_again(settings: Settings, database: Database) -> None:
    first = causes(settings, database, "XSC002", student=learners("Lop_{}"), **{"class": CLASSES})
    stage(settings, database, SCHOOL, {"student": learners("Lop_{}")[:90]})
    validate_partition(settings, database, PARTITION, unasked=_UNASKED)
    _, findings = rows_and_findings(settings, database)
    again = [finding for finding in findings if finding["rule_id"] == "XSC002"]
    assert len(again) == 90
    assert {finding["cause_id"] for finding in again} == {first[0][0]["cause_id"]}
