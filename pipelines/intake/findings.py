"""What intake has to say about a file, a sheet or a cell, before it is known whether rows follow."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule of the catalogue that fired at one place.

    ``parameters`` fill the placeholders of the rule's message. ``sheet`` is empty for the file as a whole;
    ``excel_row`` is 1-based, None for the sheet as a whole.
    """

    rule_id: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)
    sheet: str = ""
    dataset: str = ""
    excel_row: int | None = None
    excel_column: str = ""
    field: str = ""
    value: str = ""

    def to_row(self, file_id: int, sheet_id: int | None = None) -> dict[str, Any]:
        """A row of table ``intake_finding``."""
        parameters = json.dumps(self.parameters, ensure_ascii=False, sort_keys=True)
        return asdict(self) | {"file_id": file_id, "sheet_id": sheet_id, "parameters": parameters}
