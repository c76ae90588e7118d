"""A school's own file with the answer in it: its cells marked, the sheet "Kết quả" in front."""

from collections.abc import Mapping, Sequence

from pipelines.errors import UnsuitableWorkbookError
from pipelines.feedback.annotation.annotate import annotate
from pipelines.feedback.annotation.copy import copy_of
from pipelines.feedback.annotation.model import CellFinding
from pipelines.feedback.report import Report
from pipelines.feedback.result_sheet import result_sheet
from pipelines.texts import Texts


def annotated_workbook(
    name: str,
    content: bytes,
    report: Report,
    findings: Sequence[Mapping[str, object]],
    header_rows: Mapping[tuple[str, str], int],
    texts: Texts,
) -> bytes:
    """The file ``name`` of a submission as an annotated .xlsx workbook; ``findings`` in the contract's columns.

    A finding on a column marks the header of its table: ``header_rows`` by sheet and dataset.

    A workbook of XML keeps everything that it holds; of any other file (.xls, .ods, .csv) a copy of its cells is annotated. Raises
    RefusedFileError where the file cannot be read at all.
    """
    marks = [_mark(finding, header_rows, texts.language) for finding in findings if finding["file"] == name]
    result = result_sheet(report, texts, name)
    try:
        return annotate(content, marks, result)
    except UnsuitableWorkbookError:
        return annotate(copy_of(name, content), marks, result)


def _mark(finding: Mapping[str, object], header_rows: Mapping[tuple[str, str], int], language: str) -> CellFinding:
    sheet, column, row = str(finding["sheet"] or ""), finding["excel_column"], finding["excel_row"]
    if column and not row:
        row = header_rows.get((sheet, str(finding["dataset"])))
    return CellFinding(
        sheet=sheet,
        excel_row=int(str(row)) if row else None,
        excel_column=str(column) if column else None,
        severity="error" if finding["severity"] == "error" else "query",
        message=str(finding[f"message_{language}"]),
        fix=str(finding[f"fix_{language}"]),
    )
