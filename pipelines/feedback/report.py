"""The report of a submission: what was received, what it amounts to, and the causes of its findings."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from pipelines.feedback.labels import Labels, load_labels
from schemas.catalogue import load_catalogue
from schemas.model import Language, Severity


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one sheet: read = accepted + queried + rejected; ``ignored`` rows (blank, totals, notes) are no data."""

    dataset: str
    file: str
    sheet: str
    read: int
    accepted: int
    queried: int
    rejected: int
    ignored: int


@dataclass(frozen=True, slots=True)
class GradeTotal:
    """Accepted classes of a grade, and accepted learners by sex in the order of ``Totals.sexes``."""

    grade: str
    classes: int
    learners_by_sex: tuple[int, ...]

    @property
    def learners(self) -> int:
        return sum(self.learners_by_sex)


@dataclass(frozen=True, slots=True)
class StaffTotal:
    """Accepted rows of staff of one group."""

    group: str
    staff: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What the accepted rows amount to; empty where a dataset was not handed in."""

    sexes: tuple[str, ...]
    grades: tuple[GradeTotal, ...]
    staff: tuple[StaffTotal, ...]

    @property
    def has_classes(self) -> bool:
        return any(grade.classes for grade in self.grades)

    @property
    def has_learners(self) -> bool:
        return any(grade.learners for grade in self.grades)

    @property
    def all_grades(self) -> GradeTotal:
        """The sum over the grades, without a name."""
        by_sex = tuple(sum(grade.learners_by_sex[i] for grade in self.grades) for i in range(len(self.sexes)))
        return GradeTotal("", sum(grade.classes for grade in self.grades), by_sex)

    @property
    def all_staff(self) -> int:
        return sum(total.staff for total in self.staff)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands on its sheet: ``row`` is None for a column or the sheet, ``column`` empty for a row."""

    row: int | None
    column: str
    value: str

    @property
    def cell(self) -> str:
        """As Excel names it: G12; G for a column, 12 for a row, nothing for the sheet."""
        return f"{self.column}{self.row or ''}"


@dataclass(frozen=True, slots=True)
class SheetPlaces:
    """The places of a cause on one sheet, from the top; ``sheet`` is empty where the file as a whole is meant."""

    file: str
    sheet: str
    last_row: int | None
    places: tuple[Place, ...]

    @property
    def first_row(self) -> int | None:
        return self.places[0].row


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings that are mended in one go, in number; ``value``, ``message`` and ``fix`` are those of the first place.

    ``status``: open, or explained or waived as ``decision`` says. ``sheets`` hold the first 200 places on each;
    findings.json and findings.csv have all.
    """

    cause_id: str
    severity: Severity
    rule_id: str
    dataset: str
    field: str
    value: str
    findings: int
    message: str
    fix: str
    status: str
    decision: str
    sheets: tuple[SheetPlaces, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One submission, labels and texts in one language. Causes: open ones first, errors among them, then the most frequent."""

    submission_id: str
    period: str
    sender_code: str
    sender_name: str
    received_at: datetime
    sheets: tuple[Sheet, ...]
    totals: Totals
    causes: tuple[Cause, ...]

    @property
    def errors(self) -> int:
        """Causes that must be mended."""
        return self._open("error")

    @property
    def queries(self) -> int:
        """Causes to be looked at again."""
        return self._open("query")

    @property
    def decided(self) -> int:
        """Causes that were explained or waived."""
        return len(self.causes) - self.errors - self.queries

    def _open(self, severity: Severity) -> int:
        return sum(cause.severity == severity and cause.status == "open" for cause in self.causes)

    @property
    def all_sheets(self) -> Sheet:
        """The sum over the sheets, without a name."""
        counts = ("read", "accepted", "queried", "rejected", "ignored")
        return Sheet("", "", "", *(sum(getattr(sheet, count) for sheet in self.sheets) for count in counts))


def read_report(head: str, places: Sequence[tuple[Any, ...]], language: Language) -> Report:
    """Read the head of findings.json and the rows of places.sql (in its columns and order, one submission)."""
    told: dict[str, Any] = json.loads(head)
    labels = load_labels(language)
    return Report(
        submission_id=told["submission_id"],
        period=told["period"],
        sender_code=told["sender_code"],
        sender_name=told["sender_name"],
        received_at=datetime.fromisoformat(told["received_at"]),
        sheets=tuple(_sheet(sheet, labels) for sheet in sorted(told["sheets"], key=_dataset_order)),
        totals=_totals(told["totals"], labels),
        causes=tuple(_cause(list(rows), labels) for _, rows in groupby(places, itemgetter(1))),
    )


def _dataset_order(sheet: dict[str, Any]) -> int:
    """School first, then what depends on it."""
    return list(load_catalogue().datasets).index(sheet["dataset"])


def _sheet(told: dict[str, Any], labels: Labels) -> Sheet:
    return Sheet(
        dataset=labels.dataset(told["dataset"]),
        file=told["file"],
        sheet=told["sheet"],
        read=told["rows_read"],
        accepted=told["rows_accepted"],
        queried=told["rows_queried"],
        rejected=told["rows_rejected"],
        ignored=told["rows_ignored"],
    )


def _cause(places: list[tuple[Any, ...]], labels: Labels) -> Cause:
    (
        _,
        _,
        findings,
        _,
        _,
        _,
        _,
        _,
        value,
        cause_id,
        severity,
        rule_id,
        dataset,
        field,
        message,
        fix,
        status,
        decision,
    ) = places[0]
    return Cause(
        cause_id=cause_id,
        severity=severity,
        rule_id=rule_id,
        dataset=labels.dataset(dataset),
        field=labels.field(dataset, field),
        value=value,
        findings=findings,
        message=message,
        fix=fix,
        status=status,
        decision=decision or "",
        sheets=tuple(
            SheetPlaces(file, sheet, last_row, tuple(Place(*row[6:9]) for row in rows))
            for (file, sheet, last_row), rows in groupby(places, itemgetter(3, 4, 5))
        ),
    )


def _totals(told: dict[str, Any], labels: Labels) -> Totals:
    learners = {(row["grade_code"], row["sex_code"]): row["learners"] for row in told["learners"]}
    classes = {row["grade_code"]: row["classes"] for row in told["classes"]}
    sexes = sorted({sex for _, sex in learners}, key=_code_order)
    grades = sorted({grade for grade, _ in learners} | classes.keys(), key=_code_order)
    return Totals(
        sexes=tuple(labels.code("sex", sex) for sex in sexes),
        grades=tuple(
            GradeTotal(
                labels.code("grade", grade),
                classes.get(grade, 0),
                tuple(learners.get((grade, sex), 0) for sex in sexes),
            )
            for grade in grades
        ),
        staff=tuple(
            StaffTotal(labels.code("staff_group", row["staff_group_code"]), row["staff"]) for row in told["staff"]
        ),
    )


def _code_order(code: str | None) -> tuple[bool, str]:
    """What was not said comes last."""
    return code is None, code or ""
