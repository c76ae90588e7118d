"""The part of the audit that Great Expectations does: are the figures plausible, on a page that a person can read."""

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from pipelines.engine import Engine
from pipelines.errors import CsdlError
from pipelines.publication.audit import Failure, TableMeasures, failure
from pipelines.storage_faults import storage_fault

_AREAS = Path(__file__).with_name("area_measures.sql")


class PlausibilityAudit(AbstractContextManager["PlausibilityAudit"]):
    """A process that imports Great Expectations while the marts are built, then checks their measures.

    ``folder`` receives the measures, the page and the result. Left before the ``result``, the process is ended.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.publication.gx_audit", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def begin(self, engine: Engine, tables: Sequence[TableMeasures]) -> None:
        """Let the measures be checked, while the caller goes on."""
        engine.bind_arrow("table_measures", pa.Table.from_pylist([_as_row(table) for table in tables]))
        engine.write_csv("SELECT * FROM table_measures", self._folder / "tables.csv")
        areas = _AREAS.read_text(encoding="utf-8")
        engine.write_csv(
            f"SELECT concat_ws(' ', period, province_code) AS place, * FROM (\n{areas}\n) AS areas",
            self._folder / "areas.csv",
        )
        assert self._process.stdin
        # A process that has died tells why when it is asked for the result.
        with suppress(BrokenPipeError):
            self._process.stdin.write("go\n")
            self._process.stdin.flush()

    def result(self) -> tuple[list[Failure], list[Failure]]:
        """What forbids publication and what is only worth a look. Raises CsdlError where the checkpoint could not run."""
        _, problem = self._process.communicate()
        if self._process.returncode != 0:
            raise storage_fault(problem) or CsdlError("release.no_checkpoint", problem=problem)
        unmet = json.loads((self._folder / "result.json").read_text(encoding="utf-8"))
        critical = [_failure(one) for one in unmet if one["severity"] == "critical"]
        return critical, [_failure(one) for one in unmet if one["severity"] != "critical"]


def _as_row(measures: TableMeasures) -> dict[str, object]:
    return {
        "place": measures.table,
        "rows": measures.rows,
        "duplicate_keys": measures.duplicate_keys,
        "missing_or_wrong_values": measures.missing_or_wrong_values,
        "keys_without_dimension": measures.keys_without_dimension,
    }


def _failure(unmet: dict[str, object]) -> Failure:
    places = [str(place) for place in unmet["places"]]  # type: ignore[attr-defined]
    return failure("plausibility", str(unmet["count"]), column=str(unmet["measure"]), detail=", ".join(places))
