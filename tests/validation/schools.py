"""Schools that one pass validates together: a pass takes a second, however little each of them hands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine as Database

from pipelines.settings import Settings
from pipelines.staging import Partition
from pipelines.state.database import open_database
from pipelines.validation.validate import validate_partition
from tests.validation.passes import Row, register_school, rows_and_findings
from tests.validation.staged import PARTITION, Rows, settings_in, stage


@dataclass(frozen=True)
class Validated:
    """What a pass left of each school, which is known by its case."""

    settings: Settings
    database: Database
    partition: Partition
    codes: Mapping[str, str]
    _seen: dict[str, tuple[list[Row], list[Row]]] = field(default_factory=dict)

    def typed(self, case: str, dataset: str = "student") -> list[Row]:
        return [row for row in self._look(dataset)[0] if row["sender_code"] == self.codes[case]]

    def findings(self, case: str, *rules: str) -> list[Row]:
        """Its findings, or only those of ``rules``."""
        found = [finding for finding in self._look("student")[1] if finding["sender_code"] == self.codes[case]]
        return [finding for finding in found if not rules or finding["rule_id"] in rules]

    def _look(self, dataset: str) -> tuple[list[Row], list[Row]]:
        if dataset not in self._seen:
            self._seen[dataset] = rows_and_findings(self.settings, self.database, dataset, self.partition)
        return self._seen[dataset]


@dataclass
class Schools:
    """The schools of a test module, and the departments; each hands in for one case while the module is read."""

    partition: Partition = PARTITION
    unasked: frozenset[str] = frozenset()
    codes: dict[str, str] = field(default_factory=dict)
    _handed_in: list[tuple[str, str, Mapping[str, Rows]]] = field(default_factory=list)

    def hand_in(
        self, case: str, datasets: Mapping[str, Rows], level_group_code: str = "07", sender_code: str | None = None
    ) -> str:
        """Let a school, or the department ``sender_code``, hand in for ``case``, which is answered."""
        assert case not in self.codes, case
        self.codes[case] = sender_code or f"{self.partition.province_code}76{501 + len(self.codes):04d}"
        self._handed_in.append((self.codes[case], level_group_code, datasets))
        return case

    def validate(self, home: Path) -> Validated:
        settings = settings_in(home)
        database = open_database(settings.database_url)
        for code, level_group_code, datasets in self._handed_in:
            if len(code) > 5:
                register_school(database, code, level_group_code)
            stage(settings, database, code, datasets, self.partition)
        validate_partition(settings, database, self.partition, unasked=self.unasked)
        return Validated(settings, database, self.partition, self.codes)
