"""Reading one file: from its bytes to the rows of each of its sheets. Runs in the reader process."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath

import pyarrow as pa

from pipelines.intake.arrays import text
from pipelines.intake.class_names import class_in_title, class_of_sheet_name
from pipelines.intake.findings import Finding
from pipelines.intake.footers import Footers
from pipelines.intake.formats.formulas import errors_in_ods, formulas_without_value
from pipelines.intake.formats.sheet import RawSheet, RefusedFileError
from pipelines.intake.formats.text import Head, read_text
from pipelines.intake.formats.workbook import read_workbook
from pipelines.intake.headers import Column
from pipelines.intake.layout import HEAD_ROWS, HEADER_LEVELS, Ambiguous, LayoutFinder, SheetLayout
from pipelines.intake.package import DAMAGE, Package, inspect
from pipelines.intake.table import Rows, extract_rows

# Rows; a header that ends there might go on below.
_FIRST_LOOK = 12
CLASS_NAME = "class_name"
CLASS_FIELDS = frozenset({CLASS_NAME, "class_code"})


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet that holds rows of a dataset."""

    name: str
    dataset: str
    # As table ``layout`` keeps it: JSON, of each column its field (or null), letter and header.
    columns: str
    header_row: int
    rows: Rows


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file held. No sheets: it is refused, and findings say why."""

    sheets: list[ReadSheet]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class _LaidOut:
    raw: RawSheet
    head: Head
    layout: SheetLayout | Ambiguous | None


@dataclass(slots=True)
class Reader:
    """Reads files one after another; remembers the headers it has seen."""

    finder: LayoutFinder
    footers: Footers

    def read(self, name: str, content: bytes) -> ReadFile:
        """Read one file. Whatever is wrong with it is a finding."""
        display_name = name.rpartition("!")[2]
        try:
            package = inspect(display_name, content)
            laid_out = [self._lay_out(raw) for raw in self._sheets(package, PurePosixPath(display_name).stem)]
        except RefusedFileError as refusal:
            return ReadFile([], [Finding(refusal.rule_id, {"file": name, **refusal.parameters})])
        findings = [replace(query, parameters={"file": name, **query.parameters}) for query in package.queries]
        tables = [sheet for sheet in laid_out if isinstance(sheet.layout, SheetLayout)]
        if not tables:
            return ReadFile([], [*findings, _no_table(laid_out)])
        sheets = []
        without_class = sum(self._lacks_class(s) for s in tables)
        for sheet in tables:
            read = self._read_sheet(sheet, is_one_of_many=without_class > 1)
            findings += read.rows.findings
            if len(read.rows.excel_rows):
                sheets.append(read)
        return ReadFile(sheets, findings)

    def _sheets(self, package: Package, stem: str) -> list[RawSheet]:
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
                return read_workbook(package.content, formulas_without_value(package.content, package.archive))
            case "ods":
                assert package.archive
                return read_workbook(package.content, errors_in_ods(package.archive))
            case "xls":
                return read_workbook(package.content, {})

    def _lay_out(self, raw: RawSheet) -> _LaidOut:
        """Find the header; most stand in the first rows, and these are cheaper to look at."""
        head = raw.head(_FIRST_LOOK)
        layout = self.finder.find(head, raw.name)
        if layout is None or (isinstance(layout, SheetLayout) and layout.data + HEADER_LEVELS > _FIRST_LOOK):
            head = raw.head(HEAD_ROWS)
            layout = self.finder.find(head, raw.name)
        return _LaidOut(raw, head, layout)

    def _lacks_class(self, sheet: _LaidOut) -> bool:
        """Whether it is a list of people of one class, which only its title or name tells."""
        layout = sheet.layout
        assert isinstance(layout, SheetLayout)
        headers = self.finder.datasets[layout.dataset]
        has_class = any(c.field in CLASS_FIELDS for c in layout.columns)
        return headers.belongs_to_class and not has_class

    def _read_sheet(self, sheet: _LaidOut, *, is_one_of_many: bool) -> ReadSheet:
        raw, layout = sheet.raw, sheet.layout
        assert isinstance(layout, SheetLayout)
        rows = extract_rows(raw, layout, self.finder.datasets[layout.dataset], self.footers)
        if self._lacks_class(sheet):
            titles = (cell for row in sheet.head[: layout.header] for cell in row if cell)
            name = class_in_title(titles) or class_of_sheet_name(raw.name, is_one_of_many=is_one_of_many)
            if name:
                names = pa.repeat(text(name), len(rows.excel_rows))
                rows = replace(rows, fields=rows.fields.append_column(CLASS_NAME, names))
        columns = _described(layout.columns, tuple(raw.letters))
        return ReadSheet(raw.name, layout.dataset, columns, layout.header + 1, rows)


@lru_cache(maxsize=1000)
def _described(columns: tuple[Column, ...], letters: tuple[str, ...]) -> str:
    described = [{"field": c.field, "letter": letters[c.position], "header": c.header} for c in columns]
    return json.dumps(described, ensure_ascii=False)


def _no_table(sheets: Sequence[_LaidOut]) -> Finding:
    """Why a file without a single table is refused: FIL007 where a header fits several datasets, else FIL009."""
    for sheet in sheets:
        if isinstance(sheet.layout, Ambiguous):
            found = ", ".join(sheet.layout.datasets)
            return Finding("FIL007", {"sheet": sheet.raw.name, "found": found, "expected": "1"}, sheet=sheet.raw.name)
    name = sheets[0].raw.name if sheets else ""
    return Finding("FIL009", {"sheet": name}, sheet=name)
