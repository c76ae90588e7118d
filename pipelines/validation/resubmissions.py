"""What stays of a sender's earlier submissions for a period, which a later one replaces dataset by dataset.

A sheet that is kept out as a whole replaces nothing: the earlier one stands. Of a column that a sheet does not have the values stay
(``carried_values``): those of the rows that were accepted when the earlier sheet was in force, which is therefore validated once more.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, select

from pipelines.intake.rereading import portions
from pipelines.state.models import Layout
from pipelines.validation.inputs import Inputs

# A sender and a dataset.
_List = tuple[str, str]
_Sheet = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Donors:
    """Submissions that had columns which sheets in force lack.

    ``fields``: sheet_id, sequence and fields of their sheets and of the sheets that lack something. ``ranks``: of each sender first
    the latest submission (its sequence), and so on back.
    """

    fields: pa.Table
    ranks: Sequence[Mapping[str, int]]

    def inputs(self, inputs: Inputs, rank: int) -> Inputs:
        """The inputs as they were when the submissions of one rank had come; of datasets that came later, as they are."""
        then = self.ranks[rank]
        chosen: list[int] = []
        in_force = _by_list(inputs.sheets)
        earlier = _by_list(inputs.earlier)
        for (sender, dataset), now in in_force.items():
            submitted = [*earlier.get((sender, dataset), ()), *now]
            before = [row["sequence"] for row in submitted if row["sequence"] <= then.get(sender, -1)]
            last = max(before, default=None)
            chosen += [
                row["sheet_id"] for row in (submitted if before else now) if not before or row["sequence"] == last
            ]
        sheets = pa.concat_tables([inputs.sheets, inputs.earlier])
        return replace(inputs, sheets=sheets.filter(pc.field("sheet_id").isin(chosen)).sort_by("sheet_id"))


def donors_of(connection: Connection, inputs: Inputs, kept_out: Collection[int] = ()) -> Donors:
    """The earlier submissions from which columns are missing now, in sheets that are not ``kept_out`` as a whole."""
    fields = _fields(connection, inputs)
    told: set[int] = set()
    of_sender: defaultdict[str, set[int]] = defaultdict(set)
    in_force = _by_list(inputs.sheets, fields)
    for (sender, dataset), earlier in _by_list(inputs.earlier, fields).items():
        for sheet in in_force.get((sender, dataset), ()):
            giving = [row for row in earlier if row["sequence"] < sheet["sequence"] and row["fields"] - sheet["fields"]]
            if giving and sheet["sheet_id"] not in kept_out:
                told |= {sheet["sheet_id"], *(row["sheet_id"] for row in giving)}
                of_sender[sender] |= {row["sequence"] for row in giving}
    ranks: list[dict[str, int]] = []
    for sender, sequences in of_sender.items():
        for rank, sequence in enumerate(sorted(sequences, reverse=True)):
            if rank == len(ranks):
                ranks.append({})
            ranks[rank][sender] = sequence
    rows = pa.concat_tables([inputs.sheets, inputs.earlier]).select(["sheet_id", "sequence", "layout_id"])
    rows = rows.filter(pc.is_in(rows["sheet_id"], pa.array(sorted(told), pa.int64())))
    of_layouts = [sorted(fields[str(layout)]) for layout in rows["layout_id"].to_pylist()]
    of_sheets = rows.drop_columns(["layout_id"]).append_column("fields", pa.array(of_layouts, pa.list_(pa.string())))
    return Donors(of_sheets, ranks)


def standing_sheets(inputs: Inputs, kept_out: Collection[int]) -> list[int]:
    """The sheets of earlier submissions that stand, because those that were to replace them are ``kept_out`` as a whole.

    Where others of the list came in, only the counterpart stands: the same table of the same sheet and file, or the only sheet of
    that name.
    """
    standing: list[int] = []
    earlier = _by_list(inputs.earlier)
    for which, in_force in _by_list(inputs.sheets).items():
        first = min(row["sequence"] for row in in_force)
        last = max((row["sequence"] for row in earlier.get(which, ()) if row["sequence"] < first), default=None)
        before = [row for row in earlier.get(which, ()) if row["sequence"] == last]
        now = [row for row in in_force if row["sequence"] == first]
        if all(row["sheet_id"] in kept_out for row in in_force):
            standing += [row["sheet_id"] for row in before]
        elif before:
            standing += _counterparts(now, before, kept_out)
    return standing


def _counterparts(now: Sequence[_Sheet], before: Sequence[_Sheet], kept_out: Collection[int]) -> list[int]:
    places = {_place(row, before): row["sheet_id"] for row in before}
    named = Counter(row["sheet"] for row in now), Counter(row["sheet"] for row in before)
    only = {row["sheet"]: row["sheet_id"] for row in before if named[0][row["sheet"]] == named[1][row["sheet"]] == 1}
    found = (places.get(_place(row, now)) or only.get(row["sheet"]) for row in now if row["sheet_id"] in kept_out)
    return sorted({sheet_id for sheet_id in found if sheet_id})


def _place(sheet: _Sheet, submitted: Sequence[_Sheet]) -> tuple[str, str, int]:
    """The file, the sheet, and which of its tables it is."""
    tables = [row["sheet_id"] for row in submitted if (row["file"], row["sheet"]) == (sheet["file"], sheet["sheet"])]
    return sheet["file"], sheet["sheet"], sorted(tables).index(sheet["sheet_id"])


def _senders(sheets: pa.Table) -> list[str]:
    return sorted({str(sender) for sender in sheets["sender_code"].to_pylist()})


def _by_list(sheets: pa.Table, fields: Mapping[str, frozenset[str]] | None = None) -> dict[_List, list[_Sheet]]:
    """The sheets of each sender and dataset; with what fields they have, where it is known."""
    names = ["sheet_id", "sender_code", "dataset", "file", "sheet", "sequence", "layout_id"]
    lists: defaultdict[_List, list[_Sheet]] = defaultdict(list)
    for row in sheets.select(names).to_pylist():
        of_sheet = {"fields": fields.get(row["layout_id"], frozenset())} if fields is not None else {}
        lists[row["sender_code"], row["dataset"]].append(row | of_sheet)
    return dict(lists)


def _fields(connection: Connection, inputs: Inputs) -> dict[str, frozenset[str]]:
    """Layout → its fields, of the senders who handed in more than once."""
    again = inputs.of(_senders(inputs.earlier))
    used = {*again.sheets["layout_id"].to_pylist(), *again.earlier["layout_id"].to_pylist()}
    return dict(_read_fields(connection, sorted(map(str, used))))


def _read_fields(connection: Connection, layout_ids: Sequence[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for some in portions(layout_ids):
        for row in connection.execute(select(Layout.layout_id, Layout.columns).where(Layout.layout_id.in_(some))):
            yield row.layout_id, frozenset(column["field"] for column in json.loads(row.columns) if column["field"])
