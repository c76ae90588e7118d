"""Making a model anew: from learners of a made-up province, of whom it is known who is who."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.engine import Engine
from pipelines.generation.people.lives import Lives
from pipelines.identity.absentees import compare_with_absentees
from pipelines.identity.kinds import LEARNER
from pipelines.identity.model import open_linker
from pipelines.identity.statements import statement
from pipelines.identity.strategies import load_strategies, strategy_table
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue

if TYPE_CHECKING:
    from splink.internals.comparison_creator import ComparisonCreator

# Of so many persons of a province that were not seen yet, one is the one a row speaks of: any two descriptions are of one
# person with this probability. Fixed, so that a weight means the same in a small province as in a large one.
_PRIOR = 1e-6
_RANDOM_PAIRS = 5e6
# What did not happen to any of the children may still happen.
_UNHEARD_OF = 1e-4
_YEARS = (2025, 2026)


def train_learners(children: int, seed: int, temporary: Path) -> dict[str, Any]:
    """The settings of a model for learners: how often each agreement occurs between one child's rows of two years, and
    between rows of different children. The same ``children`` and ``seed`` give the same model.
    """
    from splink import SettingsCreator, block_on

    lives = Lives(children, personal_ids=0, learner_ids=0, seed=seed)
    # One thread: Splink's samples depend on the order in which rows come.
    with Engine(temporary, 4000, 1) as engine, engine.connect_beside() as connection:
        _bind_years(engine, lives)
        compare_with_absentees(engine, LEARNER)
        engine.execute(statement("absent/compared"))
        settings = SettingsCreator(
            link_type="link_only",
            comparisons=[*_comparisons()],
            # Unused: the pairs are made before (blocked_pair).
            blocking_rules_to_generate_predictions=[block_on("unique_id")],
            probability_two_random_records_match=_PRIOR,
            retain_matching_columns=False,
            linker_uid="learner",
        )
        linker = open_linker(engine, connection, settings)
        linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=seed, min_count_per_level=None)
        linker.training.estimate_m_from_label_column("unique_id")
        model: dict[str, Any] = linker.misc.save_model_to_json()
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                level.setdefault("m_probability", _UNHEARD_OF)
                level.setdefault("u_probability", _UNHEARD_OF)
    return model


def write_model(model: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(model, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _bind_years(engine: Engine, lives: Lives) -> None:
    """The tables of a run in which four fifths of the children of the second year are found already."""
    schema = typed_schema(load_catalogue().datasets["student"])
    for year, name in zip(_YEARS, ("earlier_typed", "accepted"), strict=True):
        rows = lives.rows(year)
        # One row a child, which is its key too: rows of one child are told by it.
        rows = rows.slice(0, pc.count_distinct(rows["child"]).as_py())
        columns = {field.name: pa.nulls(rows.num_rows, field.type) for field in schema}
        columns |= {name: rows[name] for name in rows.column_names}
        columns["row_id"] = rows["child"]
        columns["period"] = pa.array([f"{year}-{year + 1}-dau-nam"] * rows.num_rows)
        engine.bind_arrow(name, pa.table(columns))
    engine.execute(statement("macros"))
    engine.bind_arrow("strategy", strategy_table(load_strategies(LEARNER.name)))
    engine.execute(statement("training").replace("{rows}", statement("learner_rows")))


def _comparisons() -> list["ComparisonCreator"]:
    import splink.comparison_level_library as levels
    from splink.comparison_library import CustomComparison

    def exact(column: str) -> Any:
        return levels.ExactMatchLevel(column, term_frequency_adjustments=True).configure(tf_minimum_u_value=1e-6)

    def parent(column: str) -> CustomComparison:
        return CustomComparison(
            output_column_name=column,
            comparison_levels=[
                levels.NullLevel(column),
                exact(column),
                levels.JaroWinklerLevel(column, 0.92),
                levels.ElseLevel(),
            ],
        )

    name = CustomComparison(
        output_column_name="folded_name",
        comparison_levels=[
            levels.NullLevel("folded_name"),
            exact("folded_name"),
            levels.ExactMatchLevel("ordered_name").configure(label_for_charts="Other order"),
            levels.JaroWinklerLevel("folded_name", 0.94),
            levels.ElseLevel(),
        ],
    )
    day = "birth_date_{0}"
    left, right = day.format("l"), day.format("r")
    birth_date = CustomComparison(
        output_column_name="birth_date",
        comparison_levels=[
            levels.NullLevel("birth_date"),
            levels.CustomLevel(
                f"length({left}) < 10 AND starts_with({right}, {left}) OR length({right}) < 10 AND starts_with({left}, {right})",
                "Known in part",
            ),
            levels.ExactMatchLevel("birth_date"),
            levels.CustomLevel(
                f"left({left}, 4) = left({right}, 4) AND substr({left}, 6, 2) = substr({right}, 9, 2) "
                f"AND substr({left}, 9, 2) = substr({right}, 6, 2)",
                "Day and month swapped",
            ),
            levels.CustomLevel(f"length({left}) = length({right}) AND levenshtein({left}, {right}) = 1", "One digit"),
            levels.ElseLevel(),
        ],
    )
    same_cohort = "coalesce(cohort_l = cohort_r, FALSE)"
    place = CustomComparison(
        output_column_name="place",
        comparison_levels=[
            levels.NullLevel("school_code"),
            levels.CustomLevel(
                "len(list_intersect(origin_classes_l, origin_classes_r)) > 0", "Class of the classmates"
            ),
            levels.CustomLevel(
                f"{same_cohort} AND (len(list_intersect(origin_schools_l, origin_schools_r)) > 0 OR school_code_l = school_code_r)",
                "School of the classmates, same cohort",
            ),
            levels.CustomLevel(
                "len(list_intersect(origin_schools_l, origin_schools_r)) > 0", "School of the classmates"
            ),
            levels.CustomLevel(same_cohort, "Same cohort"),
            levels.ElseLevel(),
        ],
    )
    sex = CustomComparison(
        output_column_name="sex_code",
        comparison_levels=[levels.NullLevel("sex_code"), levels.ExactMatchLevel("sex_code"), levels.ElseLevel()],
    )
    birth_place = CustomComparison(
        output_column_name="folded_birth_place",
        comparison_levels=[
            levels.NullLevel("folded_birth_place"),
            levels.ExactMatchLevel("folded_birth_place"),
            levels.ElseLevel(),
        ],
    )
    return [name, birth_date, sex, parent("folded_mother_name"), parent("folded_father_name"), birth_place, place]
