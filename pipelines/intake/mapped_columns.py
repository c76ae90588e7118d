"""Columns that no alias names: what an officer decided about their headers, else what these nearly spell."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Self

from pipelines.intake.header_levels import level_said
from pipelines.intake.headers import LEVELS, Column, DatasetHeaders, Near, recognise
from pipelines.intake.layout import SheetLayout
from schemas.text import tidy_header

# A decision that holds for whoever writes the header.
EVERYBODY = ""
# Header signatures begin with a letter that no sender code begins with.
SIGNATURE_MARK = "L"
# Decisions by dataset and tidy header.
Decisions = Mapping[tuple[str, str], Sequence["Decision"]]
_REMEMBERED_LAYOUTS = 1000


@dataclass(frozen=True, slots=True)
class Decision:
    """An officer's word on what a header stands for.

    ``scope`` is a sender, the signature of a header (all files of one software), or everybody.
    """

    scope: str
    dataset: str
    header: str
    field: str
    status: str  # confirmed or rejected


@lru_cache(maxsize=1000)
def header_signature(columns: tuple[Column, ...]) -> str:
    """What the headers of a sheet say of the software or form it comes from: equal where all of them are, in order."""
    headers = "\n".join(tidy_header(column.header) for column in columns)
    return SIGNATURE_MARK + hashlib.sha256(headers.encode()).hexdigest()[:11]


@dataclass(slots=True)
class ColumnMapper:
    """Gives fields to columns whose headers no alias names; remembers the layouts it has seen."""

    datasets: Mapping[str, DatasetHeaders]
    decisions: Decisions
    _senders: frozenset[str]
    _seen: dict[tuple[str, str, tuple[Column, ...]], tuple[Column, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, datasets: Mapping[str, DatasetHeaders], decisions: Iterable[Decision]) -> Self:
        by_header: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        for decision in decisions:
            by_header[decision.dataset, decision.header].append(decision)
        return cls(datasets, by_header, frozenset(d.scope for found in by_header.values() for d in found))

    def complete(self, layout: SheetLayout, sender: str) -> SheetLayout:
        """The layout with what is known of its columns besides their aliases."""
        if not self.decisions and all(column.field for column in layout.columns):
            return layout
        key = (layout.dataset, sender if sender in self._senders else "", layout.columns)
        if key not in self._seen:
            if len(self._seen) >= _REMEMBERED_LAYOUTS:
                self._seen.clear()
            self._seen[key] = self._columns(self.datasets[layout.dataset], layout.columns, sender)
        return replace(layout, columns=self._seen[key])

    def _columns(self, dataset: DatasetHeaders, columns: tuple[Column, ...], sender: str) -> tuple[Column, ...]:
        scopes = (sender, header_signature(columns), EVERYBODY)
        named = {column.field for column in columns}
        decided = [self._decided(dataset, column, scopes, named) for column in columns] if self.decisions else columns
        taken = {column.field for column in decided}
        near = [None if c.field else self._near(dataset, c, scopes, taken) for c in decided]
        claims = Counter(n.field for n in near if n)
        # Under "Toán" and under "Ngữ văn" the mark is that of a subject.
        near = [
            None if its and claims[its.field] > 1 and LEVELS in c.header else its
            for c, its in zip(decided, near, strict=True)
        ]
        return tuple(
            column._replace(near=found, field=found.field if found.is_certain and claims[found.field] == 1 else None)
            if found
            else column
            for column, found in zip(decided, near, strict=True)
        )

    def _decided(
        self, dataset: DatasetHeaders, column: Column, scopes: Sequence[str], named: set[str | None]
    ) -> Column:
        """The column as an officer mapped it: for its sender, else for its software, else for everybody.

        Aliases go first: those of the column, and of a column that holds the field already.
        """
        if column.field:
            return column
        mapped = {d.scope: d.field for d in self._about(dataset, column) if d.status == "confirmed"}
        decided = next((mapped[scope] for scope in scopes if mapped.get(scope) in dataset.labels), None)
        return column._replace(field=None if decided in named else decided)

    def _near(
        self, dataset: DatasetHeaders, column: Column, scopes: Sequence[str], taken: set[str | None]
    ) -> Near | None:
        # Loaded only where a header is not known.
        from pipelines.intake.near_headers import near_header

        if tidy_header(column.header) in dataset.index_headers:
            return None
        near = near_header(dataset, column.header) or _below_unknown(dataset, column.header)
        rejected = {d.field for d in self._about(dataset, column) if d.status == "rejected" and d.scope in scopes}
        return near if near and near.field not in taken | rejected else None

    def _about(self, dataset: DatasetHeaders, column: Column) -> Iterator[Decision]:
        yield from self.decisions.get((dataset.name, tidy_header(column.header)), ())


def _below_unknown(dataset: DatasetHeaders, header: str) -> Near | None:
    """The field that a header names without its upper levels, where nothing is known of these."""
    *above, label = header.split(LEVELS)
    is_unknown = any(level_said(dataset.level_words, level) is None for level in above)
    field = recognise(dataset, (label,)) if is_unknown else None
    return Near(field, dataset.labels[field], round(len(label) / len(header), 2), is_certain=False) if field else None
