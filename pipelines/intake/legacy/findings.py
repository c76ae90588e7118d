"""What was converted, told: rule FIL022, once for each column of data."""

from collections.abc import Iterator

import pyarrow.compute as pc

from pipelines.intake.arrays import integers
from pipelines.intake.findings import Finding
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.layout import SheetLayout
from pipelines.intake.table import Rows


def conversion_findings(raw: RawSheet, layout: SheetLayout, rows: Rows) -> Iterator[Finding]:
    """The converted cells of the rows that are read; the finding lies in no row, as a column is judged as a whole."""
    fields = {column.position: column.field for column in layout.columns}
    places = integers(rows.excel_rows - 1)
    for position, converted in raw.converted.items():
        before, after = converted.original.take(places), raw.columns[position].take(places)
        changed = pc.indices_nonzero(pc.not_equal(before, after))
        field = fields.get(position)
        if field and len(changed):
            example = int(changed[0].as_py())
            letter = raw.letters[position]
            value = str(before[example])
            parameters: dict[str, str | int] = {
                "sheet": raw.name,
                "column": letter,
                "n": len(changed),
                "found": converted.encoding,
                "value": value,
                "suggestion": str(after[example]),
            }
            yield Finding(
                "FIL022",
                parameters,
                sheet=raw.name,
                dataset=layout.dataset,
                excel_column=letter,
                field=field,
                value=value,
            )
