"""The graph as Dagster sees it before anything runs."""

import subprocess
import sys

import dagster as dg

from assets.definitions import defs
from schemas.catalogue import load_catalogue
from schemas.marts import load_marts

GRAPH = defs.resolve_asset_graph()


def upstream(name: str) -> set[str]:
    return {key.to_user_string() for key in GRAPH.get(dg.AssetKey(name)).parent_keys}


def test_the_code_location_loads() -> None:
    dg.Definitions.validate_loadable(defs)


def test_the_graph_reads_like_the_way_of_the_data() -> None:
    assert upstream("raw_student") == {"submissions"}
    assert upstream("validated_student") == {"raw_student"}
    assert upstream("learner_links") == {"validated_student", "validated_class", "comparison"}
    assert {"learner_links", "validated_class"} & upstream("dim_student")
    assert upstream("release") == {mart.name for mart in load_marts() if not mart.is_restricted}


def test_every_asset_has_a_group_and_a_description() -> None:
    specs = defs.resolve_all_asset_specs()
    assert {spec.group_name for spec in specs} == {
        "intake",
        "validation",
        "identity",
        "feedback",
        "marts",
        "publication",
    }
    assert all(spec.description for spec in specs)


def test_columns_carry_the_catalogues_labels() -> None:
    [spec] = [spec for spec in defs.resolve_all_asset_specs() if spec.key == dg.AssetKey("validated_student")]
    columns = {column.name: column for column in spec.metadata["dagster/column_schema"].columns}
    field = load_catalogue().field("student", "birth_date")
    assert columns["birth_date"].description == field.label_vi
    assert columns["birth_date"].type == "date"
    assert columns["birth_date"].tags == {"sensitivity": "quasi"}
    assert "birth_date_partial" in columns


def test_what_guards_a_step_blocks_the_next() -> None:
    checks = {spec.key for asset in defs.assets or () for spec in asset.check_specs if spec.blocking}
    contracts = {dg.AssetCheckKey(dg.AssetKey(f"validated_{name}"), "contract") for name in load_catalogue().datasets}
    assert (
        contracts
        | {
            dg.AssetCheckKey(dg.AssetKey("row_reconciliation"), "rows_reconcile"),
            dg.AssetCheckKey(dg.AssetKey("release"), "audit"),
        }
        == checks
    )


def test_identity_steps_share_one_pool() -> None:
    [links] = [asset for asset in defs.assets or () if "learner_links" in {k.to_user_string() for k in asset.keys}]
    assert links.op.pool == "identity"


def test_loading_the_graph_imports_nothing_heavy() -> None:
    code = "import sys, assets.definitions; print([m for m in ('great_expectations', 'pandas') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
