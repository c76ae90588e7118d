"""What stays of a sender's earlier submissions for a period, which a later one replaces dataset by dataset.

A sheet that is kept out as a whole replaces nothing: the earlier one stands. Of a column that a sheet does not have the values stay
(``carried_values``): those of the rows that were accepted when the earlier sheet was in force, which is therefore validated once more.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, select

from pipelines.intake.rereading import portions
from pipelines.state.models import Layout
from pipelines.validation.inputs import Inputs

# What makes a list: a sender and a dataset.
_LIST = ["sender_code", "dataset"]
_List = tuple[str, str]
_Sheet = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Donors:
    """Sheets of earlier submissions with columns that sheets in force lack.

    ``fields``: sheet_id, sequence and fields of the donors and of the sheets that lack something. ``ranks``: the ids of donors,
    first those of the latest submission that is a donor, and so on back; of one rank a sender has one submission a dataset.
    """

    fields: pa.Table
    ranks: Sequence[Sequence[int]]

    def senders(self, inputs: Inputs, rank: int) -> list[str]:
        """Those of the donors of one rank."""
        return _senders(self._of_rank(inputs, rank))

    def inputs(self, inputs: Inputs, rank: int) -> Inputs:
        """The inputs as if the donors of one rank had not been replaced."""
        donors = self._of_rank(inputs, rank)
        others = inputs.sheets.join(donors.select(_LIST), keys=_LIST, join_type="left anti")
        return replace(inputs, sheets=pa.concat_tables([others, donors]).sort_by("sheet_id"))

    def _of_rank(self, inputs: Inputs, rank: int) -> pa.Table:
        return inputs.earlier.filter(pc.field("sheet_id").isin(self.ranks[rank]))


def donors_of(connection: Connection, inputs: Inputs) -> Donors:
    """The sheets of earlier submissions from which columns are missing now."""
    fields = _fields(connection, inputs)
    lacking: set[int] = set()
    ranks: defaultdict[int, list[int]] = defaultdict(list)
    in_force = _by_list(inputs.sheets, fields)
    for which, earlier in _by_list(inputs.earlier, fields).items():
        donors: set[int] = set()
        for sheet in in_force.get(which, ()):
            giving = {
                row["sheet_id"]
                for row in earlier
                if row["sequence"] < sheet["sequence"] and row["fields"] - sheet["fields"]
            }
            if giving:
                lacking.add(sheet["sheet_id"])
            donors |= giving
        chosen = sorted((row for row in earlier if row["sheet_id"] in donors), key=lambda row: -row["sequence"])
        for rank, (_, sheets) in enumerate(groupby(chosen, key=lambda row: row["sequence"])):
            ranks[rank] += [row["sheet_id"] for row in sheets]
    told = pa.array(sorted(lacking.union(*ranks.values())), pa.int64())
    rows = pa.concat_tables([inputs.sheets, inputs.earlier]).select(["sheet_id", "sequence", "layout_id"])
    rows = rows.filter(pc.is_in(rows["sheet_id"], told))
    of_layouts = [sorted(fields[str(layout)]) for layout in rows["layout_id"].to_pylist()]
    of_sheets = rows.drop_columns(["layout_id"]).append_column("fields", pa.array(of_layouts, pa.list_(pa.string())))
    return Donors(of_sheets, [sorted(ranks[rank]) for rank in sorted(ranks)])


def standing_sheets(inputs: Inputs, kept_out: Collection[int]) -> list[int]:
    """The sheets of earlier submissions that stand, because those that were to replace them are ``kept_out`` as a whole.

    Where others of the list came in, only the one of the same name stands.
    """
    standing: list[int] = []
    earlier = _by_list(inputs.earlier)
    for which, in_force in _by_list(inputs.sheets).items():
        first = min(row["sequence"] for row in in_force)
        names = {row["sheet"] for row in in_force if row["sequence"] == first and row["sheet_id"] in kept_out}
        before = [row for row in earlier.get(which, ()) if row["sequence"] < first]
        if names and before:
            is_whole = all(row["sheet_id"] in kept_out for row in in_force)
            last = max(row["sequence"] for row in before)
            standing += [
                row["sheet_id"] for row in before if row["sequence"] == last and (is_whole or row["sheet"] in names)
            ]
    return standing


def _senders(sheets: pa.Table) -> list[str]:
    return sorted({str(sender) for sender in sheets["sender_code"].to_pylist()})


def _by_list(sheets: pa.Table, fields: Mapping[str, frozenset[str]] | None = None) -> dict[_List, list[_Sheet]]:
    """The sheets of each sender and dataset; with what fields they have, where it is known."""
    names = ["sheet_id", "sender_code", "dataset", "sheet", "sequence", "layout_id"]
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
