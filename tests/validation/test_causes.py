"""Causes: what is mended in one go is one cause, told by the finding that the others follow from."""

from collections import Counter
from pathlib import Path

import pytest

from pipelines.desk import check_files
from pipelines.feedback.reports import submission_reports
from pipelines.overview.findings import findings_by_cause
from pipelines.validation.validate import validate_partition
from tests.feedback.conftest import class_of, employee, learner
from tests.validation.passes import Row, rows_and_findings
from tests.validation.schools import Schools, Validated
from tests.validation.staged import PARTITION, Rows, stage

# Rules beside the point: the school's own row and what a learner or a member of staff needs besides.
_UNASKED = frozenset({"XSC001", "FLD002", "IDN009", "STA007", "STA009", "STA010", "STA011", "FAC001"})
NAMES = [f"{grade}{letter}" for grade in "6789" for letter in "ABCD"]
CLASSES = [class_of(name, f"0{name[0]}") for name in NAMES]


SCHOOLS = Schools(unasked=_UNASKED)


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    return SCHOOLS.validate(tmp_path_factory.mktemp("causes"))


def causes(findings: list[Row], *rules: str) -> list[list[Row]]:
    """The causes with a finding of one of these rules, each with its findings."""
    by_cause: dict[str, list[Row]] = {}
    for finding in findings:
        by_cause.setdefault(finding["cause_id"], []).append(finding)
    return [found for found in by_cause.values() if {f["rule_id"] for f in found} & set(rules)]


def learners(spelt: str = "{}") -> Rows:
    """Ten learners in each of the 16 classes, whose names they spell so."""
    pupils = [learner(n, NAMES[n % 16]) for n in range(160)]
    return [pupil | {"class_code": spelt.format(pupil["class_code"]), "class_name": None} for pupil in pupils]


MISSPELT = SCHOOLS.hand_in("misspelt", {"student": learners("Lop_{}"), "class": CLASSES})


def test_every_learners_class_misspelt_is_one_cause(validated: Validated) -> None:
    [cause] = causes(validated.findings(MISSPELT), "XSC002")
    assert len(cause) == 160
    assert len({finding["value"] for finding in cause}) == 16


FEW_MISSPELT = SCHOOLS.hand_in(
    "few misspelt",
    {
        "student": [
            p | {"class_code": f"{p['class_code']}x"} if p["class_code"] in ("6A", "7B") else p for p in learners()
        ],
        "class": CLASSES,
    },
)


def test_few_misspelt_classes_are_a_cause_each(validated: Validated) -> None:
    found = causes(validated.findings(FEW_MISSPELT), "XSC002")
    assert sorted(len(cause) for cause in found) == [10, 10]


def first_class_in(case: str, grade: str | None) -> str:
    classes = [class_of("6A", "06") | {"grade_code": grade}, *CLASSES[1:]]
    return SCHOOLS.hand_in(case, {"student": learners(), "class": classes})


@pytest.mark.parametrize("case", [first_class_in("another error", "99"), first_class_in("blank", None)])
def test_learners_of_a_rejected_class_share_its_cause(validated: Validated, case: str) -> None:
    [cause] = causes(validated.findings(case), "XSC002")
    assert Counter((f["dataset"], f["is_consequence"]) for f in cause) == {("class", False): 1, ("student", True): 10}

    school = validated.codes[case]
    [report] = submission_reports(validated.settings, validated.database, PARTITION, "vi", school)
    first = report.causes[0]
    assert (first.dataset, first.findings) == ("Lớp học", 11)
    assert {sheet.file for sheet in first.sheets} == {"class.xlsx", "student.xlsx"}
    line = findings_by_cause(validated.settings, validated.database, school)[0]
    assert (line["dataset"], line["findings"], line["sheets"]) == ("class", 11, 2)
    assert line["message_vi"] == first.message


LED = [row | {"homeroom_staff_code": "GV01"} for row in CLASSES[:2]]
STAFF = [employee(0, "01"), employee(1, "99")]
REJECTED_TEACHER = SCHOOLS.hand_in(
    "rejected teacher", {"staff": STAFF, "class": [*LED, *CLASSES[2:]], "student": learners()}
)


def test_classes_of_a_rejected_teacher_and_their_learners_share_the_cause(validated: Validated) -> None:
    [cause] = causes(validated.findings(REJECTED_TEACHER), "XSC006", "XSC002")
    assert {f["dataset"] for f in cause if not f["is_consequence"]} == {"staff"}
    assert Counter(f["rule_id"] for f in cause if f["is_consequence"]) == {"XSC006": 2, "XSC002": 20}


PAID: Rows = [{"staff_code": "GV01", "effective_date": f"01/09/{year}"} for year in (2019, 2022)]
MADE: Rows = [
    {"resource_code": "HL1", "title": "Phân số", "media_type_code": "text", "author_staff_code": "GV01",
     "licence_code": "cc-by", "file_name": "a.pdf", "language_code": "vi", "review_status_code": "draft"}
]  # fmt: skip
REJECTED_AUTHOR = SCHOOLS.hand_in(
    "rejected author",
    {"staff": STAFF, "staff_salary": PAID, "learning_resource": MADE, "class": CLASSES, "student": learners()},
)


def test_what_a_rejected_member_of_staff_was_paid_and_made_shares_the_cause(validated: Validated) -> None:
    [cause] = causes(validated.findings(REJECTED_AUTHOR), "XSC027", "LRN005")
    assert {f["dataset"] for f in cause if not f["is_consequence"]} == {"staff"}
    assert Counter(f["rule_id"] for f in cause if f["is_consequence"]) == {"XSC027": 2, "LRN005": 1}


OTHER_SYSTEM = SCHOOLS.hand_in(
    "other system",
    {"student": [p | {"ethnicity_code": f"DT-{n % 9}"} for n, p in enumerate(learners())], "class": CLASSES},
)


def test_a_code_list_of_another_system_is_one_cause(validated: Validated) -> None:
    [cause] = causes(validated.findings(OTHER_SYSTEM), "FLD011")
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


AGAIN = SCHOOLS.hand_in("again", {"student": learners("Lop_{}"), "class": CLASSES})


def test_a_cause_keeps_its_id_when_the_school_hands_in_again(validated: Validated) -> None:
    [first] = causes(validated.findings(AGAIN), "XSC002")
    settings, database = validated.settings, validated.database
    stage(settings, database, validated.codes[AGAIN], {"student": learners("Lop_{}")[:90]})
    validate_partition(settings, database, PARTITION, unasked=_UNASKED)
    _, findings = rows_and_findings(settings, database)
    again = [f for f in findings if f["rule_id"] == "XSC002" and f["sender_code"] == validated.codes[AGAIN]]
    assert len(again) == 90
    assert {finding["cause_id"] for finding in again} == {first[0]["cause_id"]}
