"""Schools that hand in more than once, for tests of what stays of the submissions before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine as Database

from pipelines.intake.read import read_partition
from pipelines.intake.receive import receive_files
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.state.database import open_database
from pipelines.validation.validate import validate_partition
from tests.validation.passes import Row, register_school, rows_and_findings
from tests.validation.staged import PARTITION, settings_in

# A submission: name of each file and its lines.
Submission = Mapping[str, str]

HEAD = "Mã học sinh;Họ và tên;Ngày sinh;Giới tính;Dân tộc;Mã lớp;Tên lớp;Khối;Trạng thái;Họ tên mẹ;Ngày sinh mẹ"
# What the list of learners depends on, handed in with the first.
CLASSES = {
    "truong.csv": "Tên trường;Nhóm cấp học;Loại hình;Loại hình trường\nTrường THCS Lê Lợi;07;1;01",
    "lop.csv": "Mã lớp;Tên lớp;Khối;Lớp ghép;Lớp chuyên;Lớp bán trú;Lớp VNEN;Lớp ghép độ tuổi\n"
    "6A;6A;Khối 6;Không;Không;Không;Không;0",
}


@dataclass
class Cases:
    """Schools, or departments, that each hand in what a case says, one submission after the other."""

    handed_in: dict[str, Sequence[Submission]] = field(default_factory=dict)
    senders: dict[str, str] = field(default_factory=dict)

    def case(self, name: str, *submissions: Submission, sender_code: str | None = None) -> str:
        self.handed_in[name] = submissions
        if sender_code:
            self.senders[name] = sender_code
        return name

    def code(self, name: str) -> str:
        return self.senders.get(name) or f"7976{list(self.handed_in).index(name) + 501:04d}"

    def send(self, settings: Settings, database: Database, folder: Path, name: str, number: int) -> None:
        paths = []
        for file, text in self.handed_in[name][number].items():
            path = folder / name.replace(" ", "-") / str(number) / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8-sig")
            paths.append(path)
        receive_files(settings, database, paths, sender_code=self.code(name), period=Period.parse(PARTITION.period))

    def validate(self, folder: Path) -> "Validated":
        """All cases, received before any of them was looked at."""
        settings = settings_in(folder / "home")
        database = open_database(settings.database_url)
        for name, submissions in self.handed_in.items():
            if name not in self.senders:
                register_school(database, self.code(name))
            for number in range(len(submissions)):
                self.send(settings, database, folder, name, number)
        read_partition(settings, database, PARTITION)
        validate_partition(settings, database, PARTITION, under_contract=True)
        return Validated(self, *rows_and_findings(settings, database), settings, database)


@dataclass(frozen=True)
class Validated:
    cases: Cases
    rows: list[Row]
    findings: list[Row]
    settings: Settings
    database: Database

    def of(self, case: str) -> dict[str, Row]:
        """Code → each row that was not rejected."""
        rows = [
            row for row in self.rows if row["sender_code"] == self.cases.code(case) and row["outcome"] != "rejected"
        ]
        assert len({row["local_code"] for row in rows}) == len(rows)
        return {row["local_code"]: row for row in rows}

    def accepted(self, case: str, dataset: str) -> list[Row]:
        rows, _ = rows_and_findings(self.settings, self.database, dataset)
        return [row for row in rows if row["sender_code"] == self.cases.code(case) and row["outcome"] != "rejected"]

    def told(self, case: str, *rules: str) -> list[Row]:
        return [f for f in self.findings if f["sender_code"] == self.cases.code(case) and f["rule_id"] in rules]
