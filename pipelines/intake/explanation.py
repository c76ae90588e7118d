"""Why a table was read as it was: its header, what speaks for it, and what became of the rows below."""

from collections.abc import Mapping
from typing import Any

from pipelines.intake.header_choice import Reading
from pipelines.intake.reader import ReadSheet

Explanation = Mapping[str, Any]


def explain(sheet: ReadSheet) -> Explanation:
    """Rows are counted from 1, as Excel shows them; ``certainty`` is from 0 to 1. Fit for JSON."""
    layout = sheet.layout
    return {
        "header": _explain(layout.reading),
        "first_data_row": layout.data + 1,
        "certainty": round(layout.certainty, 2),
        "runner_up": _explain(layout.runner_up) if layout.runner_up else None,
        "other_rows": {kind: rows for kind, rows in sheet.rows.others.items() if rows},
    }


def _explain(reading: Reading) -> Explanation:
    return {"rows": [reading.first + 1, reading.last + 1], "dataset": reading.dataset, **reading.score.to_json()}
