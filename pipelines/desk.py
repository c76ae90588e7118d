"""Checking files at the desk: the steps of a load, on a workspace that is thrown away afterwards."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine as Database
from sqlalchemy import create_engine, event, insert

from pipelines.engine import Engine
from pipelines.errors import OutputError
from pipelines.in_force import bind_in_force
from pipelines.intake.read import read_partition
from pipelines.intake.receive import receive_files
from pipelines.intake.senders import NOBODY
from pipelines.local_time import today
from pipelines.periods import Period
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition, Staging
from pipelines.state import persons  # noqa: F401  # the registers that rules look into
from pipelines.state.models import Base, School
from pipelines.validation.outputs import RowCounts
from pipelines.validation.rules import load_statements
from pipelines.validation.validate import validate_partition
from schemas.catalogue import Catalogue, load_catalogue

_FINDINGS = """
SELECT
    submission_id,
    period,
    CASE WHEN school_code = $nobody THEN '' ELSE school_code END AS school_code,
    dataset,
    file,
    sheet,
    excel_row,
    excel_column,
    field,
    value,
    rule_id,
    severity,
    message_vi,
    message_en,
    fix_vi,
    fix_en,
    cause_id
FROM finding
ORDER BY
    severity,
    is_consequence,
    file,
    sheet,
    excel_row NULLS FIRST,
    excel_column,
    rule_id
"""
_READ_TABLE = re.compile(r"\b(?:FROM|JOIN)\s+([a-z_]+)")


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Findings in the contract's columns, rows per dataset, datasets without which some rules could not be asked."""

    period: str
    school_code: str
    rows: dict[str, RowCounts]
    findings: list[dict[str, object]]
    missing_datasets: tuple[str, ...]
    # The files that were written with their cells marked.
    annotated: tuple[Path, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(finding["severity"] == "error" for finding in self.findings)


def check_files(
    paths: Sequence[Path], *, school_code: str = "", period: str = "", annotated: Path | None = None
) -> CheckReport:
    """Check files as one submission of a school, by default for the latest period; stores nothing but ``annotated``.

    That is where the file is written with its cells marked, or the folder for it or for several; a file that cannot be
    opened is left out. Raises UnknownPeriodError, DeliveryError for an impossible school code or an unreadable path, and
    OutputError where ``annotated`` cannot be written.
    """
    collection = Period.parse(period) if period else Period.latest(today())
    catalogue = load_catalogue()
    with TemporaryDirectory(prefix="csdl-check-") as folder:
        workspace = Workspace(Path(folder))
        workspace.create()
        settings = replace(Settings.from_environment(), workspace=workspace)
        database = _open_thrown_away(Path(folder) / "check.sqlite")
        sender = school_code or NOBODY
        [receipt] = receive_files(settings, database, paths, sender_code=sender, period=collection)
        partition = Partition(receipt.period, receipt.province_code)
        handed_in = set(read_partition(settings, database, partition).rows)
        if "school" not in handed_in:
            _introduce(database, catalogue, sender, partition)
        beyond = _beyond_the_files(catalogue, handed_in)
        unasked = frozenset(beyond) | _beyond_the_question(bool(school_code), bool(period))
        summary = validate_partition(settings, database, partition, unasked=unasked)
        with Engine(workspace.temporary, settings.engine_memory, settings.workers) as engine:
            bind_in_force(engine, "finding", database, Staging(workspace.staging), "findings", [partition])
            findings = engine.arrow(_FINDINGS, {"nobody": NOBODY}).to_pylist()
        written = list(_annotate(settings, database, partition, findings, annotated, paths)) if annotated else []
        database.dispose()
    missing = {dataset for reads in beyond.values() for dataset in reads} - handed_in
    return CheckReport(
        period=collection.name,
        school_code=school_code,
        rows=summary.rows,
        findings=findings,
        missing_datasets=tuple(name for name in catalogue.datasets if name in missing),
        annotated=tuple(written),
    )


def _open_thrown_away(path: Path) -> Database:
    """An operational database that nobody misses if the machine stops: no commit waits for the disk."""
    database = create_engine(f"sqlite:///{path}")
    event.listen(database, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous = OFF"))
    Base.metadata.create_all(database, checkfirst=False)
    return database


def _annotate(
    settings: Settings,
    database: Database,
    partition: Partition,
    findings: Sequence[Mapping[str, object]],
    out: Path,
    originals: Sequence[Path],
) -> Iterator[Path]:
    """Write the files with their cells marked: to ``out``, or into it where there are several; answers those written."""
    # The answer as a workbook needs libraries that the answer on the screen does not wait for.
    from pipelines.feedback.annotated import annotated_workbook
    from pipelines.feedback.folder import replace_file
    from pipelines.feedback.labels import feedback_texts
    from pipelines.feedback.reports import submission_reports
    from pipelines.feedback.workbooks import files_of
    from pipelines.intake.formats.sheet import RefusedFileError

    texts = feedback_texts()
    [report] = submission_reports(settings, database, partition, texts.language)
    if report.sender_code == NOBODY:
        report = replace(report, sender_code="", sender_name="")
    opened = files_of(settings, database, report.submission_id)
    targets = _targets([file.name for file in opened], out, originals)
    for file in opened:
        with suppress(RefusedFileError):
            content = annotated_workbook(file.name, file.path.read_bytes(), report, findings, file.header_rows, texts)
            try:
                replace_file(targets[file.name], content)
            except OSError as error:
                raise OutputError("output.unwritable", path=targets[file.name]) from error
            yield targets[file.name]


def _targets(names: Sequence[str], out: Path, originals: Sequence[Path]) -> dict[str, Path]:
    """Where the copy of each file goes: below ``out`` if that is a folder or there are several, else to ``out``,
    which ends in .xlsx if need be.

    Raises OutputError where a file stands in the place of the folder, or an original would be written over.
    """
    from pipelines.feedback.annotated_names import annotated_name, annotated_names

    if out.is_dir() or len(originals) > 1 or len(names) > 1:
        if out.is_file():
            raise OutputError("output.no_folder", path=out)
        targets = {name: out / path for name, path in annotated_names(names).items()}
    else:
        targets = dict.fromkeys(names, out.with_name(annotated_name(out.name)))
    for target in targets.values():
        if target.exists() and any(target.samefile(path) for path in originals):
            raise OutputError("output.original", path=target)
    return targets


def _introduce(database: Database, catalogue: Catalogue, school_code: str, partition: Partition) -> None:
    """Register a school whose own row is not at hand, as one of all levels: "Khối 10" needs a level to be a code."""
    widest = max(catalogue.code_lists["level_group"], key=lambda group: len(group.parent_codes))
    school = {
        "school_code": school_code,
        "name": "",
        "level_group_code": widest.code,
        "province_code": partition.province_code,
        "ward_code": "",
        "first_period": partition.period,
        "last_period": partition.period,
    }
    with database.begin() as connection:
        connection.execute(insert(School), [school])


def _beyond_the_files(catalogue: Catalogue, handed_in: set[str]) -> dict[str, set[str]]:
    """Rules about datasets that were handed in which also read others that were not → what they read."""
    beyond: dict[str, set[str]] = {}
    for statement in load_statements(catalogue):
        words = {word for table in _READ_TABLE.findall(statement.select) for word in table.split("_")}
        reads = words & set(catalogue.datasets)
        if statement.dataset in handed_in and not reads <= handed_in:
            beyond.setdefault(statement.rule.id, set()).update(reads)
    return beyond


def _beyond_the_question(has_school: bool, has_period: bool) -> frozenset[str]:
    """Rules about who sends, and for when, as far as nobody said; the desk never knows the register of schools."""
    said = {"XNA006": False, "FIL018": has_school, "FIL019": has_period}
    return frozenset(rule_id for rule_id, is_said in said.items() if not is_said)
