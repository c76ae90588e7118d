"""Reading one file: from its bytes to the rows of each of its sheets. Runs in the reader process."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Literal

from pipelines.intake.class_names import are_other_classes, class_of_sheet_name
from pipelines.intake.findings import Finding
from pipelines.intake.footers import Footers
from pipelines.intake.formats.epoch import counts_from_1904, with_days
from pipelines.intake.formats.notes import notes_of_ods, notes_of_ooxml
from pipelines.intake.formats.sheet import RawSheet, RefusedFileError
from pipelines.intake.formats.text import has_lost_letters, read_text
from pipelines.intake.formats.workbook import read_workbook
from pipelines.intake.headers import Column
from pipelines.intake.lacking_headers import what_is_lacking
from pipelines.intake.layout import HEAD_ROWS, Ambiguous, LayoutFinder, SheetLayout
from pipelines.intake.legacy.columns import to_unicode
from pipelines.intake.legacy.findings import conversion_findings
from pipelines.intake.legend_columns import read_legends
from pipelines.intake.limits import FILE_SHEETS
from pipelines.intake.mapped_columns import ColumnMapper, header_signature
from pipelines.intake.marked_columns import join_marked_columns
from pipelines.intake.package import DAMAGE, Package, inspect
from pipelines.intake.protocol import Proposal
from pipelines.intake.split_columns import join_split_columns
from pipelines.intake.table import EMPTY_FORM, NO_ROWS, Rows, extract_rows
from pipelines.intake.tables import Table, TableFinder
from pipelines.intake.template_mark import TemplateVersions, template_findings
from pipelines.intake.titles import CLASS_NAME, lacks_class, said_by_titles
from schemas.text import tidy_header

# A header that fits several datasets; none; none of a list of people, beside others with one.
_AMBIGUOUS, _NO_HEADER, _PEOPLE = "FIL007", "FIL009", "FIL036"

PassedOver = Literal["hidden", "ambiguous", "no_header", "no_rows"]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A table that holds rows of a dataset; ``name`` is that of its sheet, which may hold several."""

    name: str
    dataset: str
    # As table ``layout`` keeps it: JSON, of each column its field (or null), letter and header.
    columns: str
    signature: str
    rows: Rows
    proposals: list[Proposal]
    layout: SheetLayout

    @property
    def header_row(self) -> int:
        return self.layout.header + 1


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file held. No sheets: it is refused, and findings say why.

    ``unplaced`` are the findings on the file as a whole and on sheets without rows; those on the rows and columns of
    the sheets are with their rows. ``passed_over`` are names of sheets without a table to read, and why.
    """

    sheets: list[ReadSheet]
    unplaced: list[Finding]
    passed_over: Sequence[tuple[str, PassedOver]] = ()

    @property
    def findings(self) -> list[Finding]:
        return [*self.unplaced, *(finding for sheet in self.sheets for finding in sheet.rows.findings)]


@dataclass(frozen=True, slots=True)
class _Completed:
    table: Table
    signature: str


@dataclass(slots=True)
class Reader:
    """Reads files one after another; remembers the headers it has seen."""

    finder: LayoutFinder
    footers: Footers
    mapper: ColumnMapper
    # None: whatever template a workbook was made from, it is read.
    templates: TemplateVersions | None = None
    _tables: TableFinder = field(init=False)

    def __post_init__(self) -> None:
        self._tables = TableFinder(self.finder)

    def read(self, name: str, content: bytes, sender: str = "") -> ReadFile:
        """Read one file of a sender. Whatever is wrong with it is a finding."""
        display_name = name.rpartition("!")[2]
        try:
            package = inspect(display_name, content)
            marked = template_findings(package.archive, self.templates) if package.archive and self.templates else []
            raw_sheets = self.sheets(package, PurePosixPath(display_name).stem)
            found = [(raw, self._tables.tables(raw)) for raw in raw_sheets]
            ooxml = package.archive if package.kind == "ooxml" else None
            is_1904 = ooxml is not None and counts_from_1904(package.content, ooxml)
            tables = [
                self._completed(table, sender, is_1904=is_1904)
                for raw, its in found
                if isinstance(its, list) and not raw.is_hidden
                for table in its
            ]
            if len(tables) > FILE_SHEETS:
                raise RefusedFileError("FIL006", found=f"{len(tables)} tables", limit=f"{FILE_SHEETS} tables")
        except RefusedFileError as refusal:
            return ReadFile([], [Finding(refusal.rule_id, {"file": name, **refusal.parameters})])
        about_the_file = [*package.queries, *marked]
        unplaced = [replace(finding, parameters={"file": name, **finding.parameters}) for finding in about_the_file]
        unplaced += [finding for raw, its in found for finding in self._unread(raw, its)]
        passed_over = [(raw.name, why) for raw, its in found if (why := _why_passed_over(raw, its))]
        if not tables:
            unplaced = [finding for finding in unplaced if finding.rule_id != _PEOPLE]
            if package.kind == "text" and any(has_lost_letters(raw.head(HEAD_ROWS)) for raw in raw_sheets):
                return ReadFile([], [Finding("FIL020", {"file": name})])
            is_told = any(finding.rule_id in (_AMBIGUOUS, _NO_HEADER) for finding in unplaced)
            return ReadFile([], unplaced if is_told else [*unplaced, *self._no_table(raw_sheets)], passed_over)
        sheets_without_class = {c.table.raw.name for c in tables if self._lacks_class(c.table)}
        names = [raw.name for raw in raw_sheets]
        read = [self._read_table(c, names, is_one_of_many=len(sheets_without_class) > 1) for c in tables]
        sheets = [sheet for sheet in read if len(sheet.rows.excel_rows)]
        filled = {sheet.name for sheet in sheets}
        # An empty table beside a filled one is a mere form; an empty sheet may be one, too.
        empty = [finding for sheet in read if sheet.name not in filled for finding in sheet.rows.findings]
        unplaced += [replace(f, rule_id=EMPTY_FORM) if sheets and f.rule_id == NO_ROWS else f for f in empty]
        passed_over += [(sheet.name, "no_rows") for sheet in read if sheet.name not in filled]
        return ReadFile(sheets, unplaced, passed_over)

    def sheets(self, package: Package, stem: str) -> list[RawSheet]:
        """The sheets of a file as they are, text converted to Unicode. Raises RefusedFileError."""
        try:
            return list(self._open(package, stem))
        except DAMAGE as error:
            raise RefusedFileError("FIL002") from error

    def _open(self, package: Package, stem: str) -> Iterable[RawSheet]:
        match package.kind:
            case "text":
                return [read_text(package.content, stem, HEAD_ROWS, self.finder.recognised)]
            case "ooxml":
                assert package.archive
                notes = notes_of_ooxml(package.content, package.archive)
                return map(to_unicode, read_workbook(package.content, notes))
            case "ods":
                assert package.archive
                return map(to_unicode, read_workbook(package.content, notes_of_ods(package.archive)))
            case "xls":
                return map(to_unicode, read_workbook(package.content, {}))

    def _completed(self, table: Table, sender: str, *, is_1904: bool) -> _Completed:
        """With what is known of the columns that no alias names, and with marks in words."""
        mapped = self.mapper.complete(table.layout, sender)
        headers = self.finder.datasets[mapped.dataset]
        raw, layout = join_split_columns(read_legends(table.raw, mapped, headers), mapped, headers)
        raw, layout = join_marked_columns(raw, layout, headers)
        if is_1904:
            raw = replace(
                raw, columns=with_days(raw.columns, [c.position for c in layout.columns if c.field in headers.dates])
            )
        return _Completed(replace(table, raw=raw, layout=layout), header_signature(table.layout.columns))

    def _unread(self, raw: RawSheet, tables: Sequence[Table] | Ambiguous) -> list[Finding]:
        """What is to be told of a sheet that is not read though it has a header, or seems a list without one."""
        if raw.is_hidden:
            return [Finding("FIL026", {"sheet": raw.name}, sheet=raw.name)] if tables else []
        if isinstance(tables, Ambiguous):
            found = ", ".join(tables.datasets)
            return [Finding(_AMBIGUOUS, {"sheet": raw.name, "found": found, "expected": "1"}, sheet=raw.name)]
        if tables:
            return []
        if self._tables.seems_a_list(raw):
            return self._no_header(raw)
        columns = ", ".join(self._tables.columns_of_people(raw))
        return [Finding(_PEOPLE, {"sheet": raw.name, "list": columns}, sheet=raw.name)] if columns else []

    def _no_table(self, sheets: Sequence[RawSheet]) -> list[Finding]:
        """Why a file without a single table is refused: by the first of the sheets that say most."""
        told = [self._no_header(raw) for raw in sheets if not raw.is_hidden]
        return max(told, key=len, default=[Finding(_NO_HEADER, {"sheet": ""})])

    def _no_header(self, raw: RawSheet) -> list[Finding]:
        lacking = what_is_lacking(raw, list(self.finder.datasets.values()))
        return [Finding(_NO_HEADER, {"sheet": raw.name}, sheet=raw.name), *lacking]

    def _lacks_class(self, table: Table) -> bool:
        layout = table.layout
        return lacks_class(self.finder.datasets[layout.dataset], (column.field for column in layout.columns))

    def _read_table(self, completed: _Completed, names: Sequence[str], *, is_one_of_many: bool) -> ReadSheet:
        table, layout = completed.table, completed.table.layout
        headers = self.finder.datasets[layout.dataset]
        said = said_by_titles(table.titles, table.raw.name, headers, [column.field for column in layout.columns])
        contradiction = []
        if self._lacks_class(table):
            others = [name for name in names if name != table.raw.name]
            name = class_of_sheet_name(table.raw.name, others, is_one_of_many=is_one_of_many)
            if name and are_other_classes(said.setdefault(CLASS_NAME, name), name):
                parameters = {"sheet": table.raw.name, "found": said[CLASS_NAME], "expected": name}
                contradiction = [Finding("FIL034", parameters, sheet=table.raw.name, dataset=layout.dataset)]
        rows = extract_rows(table, headers, self.footers, said)
        conversions = conversion_findings(table.raw, layout, rows)
        rows.findings.extend([*contradiction, *conversions])
        proposals = [
            Proposal(tidy_header(c.header), c.near.field, c.near.score, c.field is not None)
            for c in layout.columns
            if c.near
        ]
        described = _described(rows.columns, rows.letters)
        return ReadSheet(table.raw.name, layout.dataset, described, completed.signature, rows, proposals, layout)


def _described(columns: Sequence[Column], letters: Sequence[str]) -> str:
    return f"[{', '.join(_described_column(c.field, letters[c.position], c.header) for c in columns)}]"


@lru_cache(maxsize=20_000)
def _described_column(field: str | None, letter: str, header: str) -> str:
    """Schools share most columns, in ever other orders."""
    return json.dumps({"field": field, "letter": letter, "header": header}, ensure_ascii=False)


def _why_passed_over(raw: RawSheet, tables: Sequence[Table] | Ambiguous) -> PassedOver | None:
    if raw.is_hidden:
        return "hidden"
    if isinstance(tables, Ambiguous):
        return "ambiguous"
    return None if tables else "no_header"
