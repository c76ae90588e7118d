"""The Great Expectations checkpoint, in a process of its own because importing the library takes seconds.

``python -m pipelines.publication.gx_audit FOLDER`` imports, waits for a line on standard input (by then the measures
are written) and checks ``tables.csv`` and ``areas.csv`` of the folder. It leaves there ``data_docs/index.html``, a page
to read, and ``result.json``, a list of {measure, severity, count, places} of the expectations that were not met.
"""

import gc
import json
import logging
import os
import sys
import warnings
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from schemas.marts import Plausibility, load_plausibility

# Names the row of the measures (a table, or a period and province) in the page and in the result.
PLACE = "place"
# Imported by the library for expectations that are not used here: a third of its import.
_UNUSED = ("altair", "scipy.stats")
# What must be 0 in every table.
_FAULTS = (
    Plausibility("duplicate_keys", 0, 0, "critical", "Khóa bị trùng", "Keys that occur twice"),
    Plausibility("missing_or_wrong_values", 0, 0, "critical", "Ô trống hoặc sai mã", "Values missing or not allowed"),
    Plausibility(
        "keys_without_dimension", 0, 0, "critical", "Khóa không có trong bảng chiều", "Keys not in a dimension"
    ),
)


def _run(gx: Any, folder: Path) -> Any:
    """Check both tables of measures and render the page."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    for site in list(context.get_site_names()):
        context.delete_data_docs_site(site)
    context.add_data_docs_site(
        "release",
        {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(folder / "data_docs"),
            },
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )
    source = context.data_sources.add_pandas("measures")
    validations = []
    for name, rules in (("tables", _FAULTS), ("areas", load_plausibility())):
        asset = source.add_csv_asset(name, filepath_or_buffer=folder / f"{name}.csv")
        suite = gx.ExpectationSuite(name=name, expectations=[_expectation(gx, rule) for rule in rules])
        validation = gx.ValidationDefinition(
            name=name, data=asset.add_batch_definition("whole"), suite=context.suites.add(suite)
        )
        validations.append(context.validation_definitions.add(validation))
    checkpoint = gx.Checkpoint(
        name="release",
        validation_definitions=validations,
        actions=[gx.checkpoint.UpdateDataDocsAction(name="page", site_names=["release"])],
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": [PLACE]},
    )
    return context.checkpoints.add(checkpoint).run()


def _expectation(gx: Any, rule: Plausibility) -> Any:
    return gx.expectations.ExpectColumnValuesToBeBetween(
        column=rule.measure,
        min_value=rule.minimum,
        max_value=rule.maximum,
        severity=rule.severity,
        # Shown in place of the library's own words.
        description=f"{rule.label_vi} / {rule.label_en} ({rule.measure}): {_bounds(rule)}",
    )


def _bounds(rule: Plausibility) -> str:
    least = "" if rule.minimum is None else f"≥ {rule.minimum:g}"
    most = "" if rule.maximum is None else f"≤ {rule.maximum:g}"
    return ", ".join(bound for bound in (least, most) if bound)


def _unmet(result: Any) -> list[dict[str, object]]:
    unmet: list[dict[str, object]] = []
    for of_table in result.run_results.values():
        for one in of_table.results:
            if not one.success:
                places = [row[PLACE] for row in one.result.get("unexpected_index_list") or []]
                unmet.append(
                    {
                        "measure": one.expectation_config.kwargs["column"],
                        "severity": str(one.expectation_config.severity.value),
                        # None where the expectation could not be evaluated at all.
                        "count": one.result.get("unexpected_count"),
                        "places": places,
                    }
                )
    return unmet


class _LazyImport:
    """An import finder for ``_UNUSED``: such a module is loaded when something is first taken from it."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name in _UNUSED else None
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


def main(folder: Path) -> None:
    gc.disable()  # a short life: collecting among the library's many classes is wasted
    sys.meta_path.insert(0, _LazyImport)
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    import great_expectations as gx

    sys.stdin.readline()
    result = _run(gx, folder)
    (folder / "result.json").write_text(json.dumps(_unmet(result), ensure_ascii=False, indent=1), encoding="utf-8")
    gc.freeze()  # nor is there a search at the end, for which publication would wait


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
