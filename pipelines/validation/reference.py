"""The catalogue's codes, places and fields as tables that rules join with."""

from collections.abc import Sequence
from datetime import date
from functools import cache

import pyarrow as pa

from pipelines.engine import Engine
from pipelines.periods import Period
from schemas.catalogue import Catalogue, read_rows
from schemas.model import ADMIN_LEVELS, Field, Language
from schemas.text import fold

# Views over the tables bound below; one file so that rule authors see what they can join.
_VIEWS = """
-- grade_number: 1-12 as the label of the grade says it, also in continuing education; NULL for preschool and literacy.
CREATE OR REPLACE TEMP VIEW grade AS
SELECT
    c.code AS grade_code,
    p.parent_code AS level_code,
    c.label_vi AS label,
    TRY_CAST(nullif(regexp_extract(c.label_vi, '[0-9]+'), '') AS BIGINT) AS grade_number
FROM code AS c
JOIN code_parent AS p ON p.list = c.list AND p.code = c.code
WHERE c.list = 'grade';

-- Grades of general education with the circular that rates them in this school year: '22/2021', '27/2020' or NULL before them.
CREATE OR REPLACE TEMP TABLE assessed_grade AS
SELECT
    g.*,
    s.circular
FROM grade AS g
JOIN rating_scale AS known ON known.grade_code = g.grade_code
LEFT JOIN rating_scale AS s ON s.grade_code = g.grade_code AND s.since_school_year <= school_year();

CREATE OR REPLACE TEMP VIEW level_of_group AS
SELECT code AS level_group_code, parent_code AS level_code
FROM code_parent
WHERE list = 'level_group';

-- A code as messages name it: "Nam (01)".
CREATE OR REPLACE TEMP MACRO code_label(list_name, wanted) AS coalesce(
    (
        SELECT labelled.label_vi || ' (' || labelled.code || ')'
        FROM code AS labelled
        WHERE labelled.list = list_name AND labelled.code = wanted
    ),
    wanted
);

-- Levels of a group of levels as text: '01' or '02;03'.
CREATE OR REPLACE TEMP VIEW level_group AS
SELECT
    level_group_code,
    string_agg(level_code, ';' ORDER BY level_code) AS level_codes
FROM level_of_group
GROUP BY level_group_code;

-- The places in force at the census date.
CREATE OR REPLACE TEMP TABLE admin_unit_in_force AS
SELECT *
FROM admin_unit
WHERE valid_from <= census_date() AND (valid_to IS NULL OR valid_to >= census_date());

-- All places in force that took the place of one that is not.
CREATE OR REPLACE TEMP VIEW later_place AS
SELECT
    a.level AS list,
    a.code,
    string_agg(u.name_vi || ' (' || u.code || ')', ', ' ORDER BY a.position) AS labels
FROM admin_successor AS a
JOIN admin_unit_in_force AS u
    ON u.code = a.successor_code AND u.level = CASE WHEN a.level = 'province' THEN 'province' ELSE 'ward' END
GROUP BY
    a.level,
    a.code;

-- The one code in force that took the place of one that is not.
CREATE OR REPLACE TEMP VIEW only_successor AS
SELECT
    a.level AS list,
    a.code,
    min(u.code) AS successor_code,
    min(u.name_vi) AS label
FROM admin_successor AS a
JOIN admin_unit_in_force AS u
    ON u.code = a.successor_code AND u.level = CASE WHEN a.level = 'province' THEN 'province' ELSE 'ward' END
GROUP BY
    a.level,
    a.code
HAVING count(DISTINCT u.code) = 1
UNION ALL
SELECT
    past.list,
    past.code,
    now.code,
    now.label_vi
FROM code AS past
JOIN code AS now ON now.list = past.list AND now.code = past.successor
WHERE NOT past.is_in_force AND now.is_in_force;
"""


def bind_reference(engine: Engine, catalogue: Catalogue, period: Period) -> None:
    """Bind code, code_parent, admin_unit, admin_successor, field, dataset_dependency, personal_id_province, rating_scale,
    comment_subject, exam_subject, own_cell_rule, place_alias, place_kind and views.

    Macros census_date(), school_year(), collection_point() and this_period() give the period's facts; was_known(scheme, first_period)
    says whether a person had the id before this collection's files said so: else a file that is validated again, after its own people
    were registered, would be judged otherwise than at first.
    """
    codes = [code for codes in catalogue.code_lists.values() for code in codes]
    engine.bind_arrow(
        "code",
        pa.table(
            {
                "list": [c.list for c in codes],
                "code": [c.code for c in codes],
                "label_vi": [c.label_vi for c in codes],
                "label_en": [c.label_en for c in codes],
                "is_in_force": [c.validity.covers(period.census_date) for c in codes],
                "successor": pa.array([c.successor or None for c in codes], pa.string()),
            }
        ),
    )
    aliases = [(c.list, c.code, alias) for c in codes for alias in c.aliases_vi]
    engine.bind_arrow("code_alias", _table(["list", "code", "alias"], aliases))
    parents = [(c.list, c.code, c.parent_list, parent) for c in codes for parent in c.parent_codes]
    engine.bind_arrow("code_parent", _table(["list", "code", "parent_list", "parent_code"], parents))
    units = catalogue.admin_units
    engine.bind_arrow(
        "admin_unit",
        pa.table(
            {
                "level": [u.level for u in units],
                "code": [u.code for u in units],
                "name_vi": [u.name_vi for u in units],
                "parent_code": [u.parent_code for u in units],
                "valid_from": [u.valid_from for u in units],
                "valid_to": pa.array([u.valid_to for u in units], pa.date32()),
            }
        ),
    )
    successors = [(u.level, u.code, s, i) for u in units for i, s in enumerate(u.successor_codes, 1)]
    engine.bind_arrow("admin_successor", _table(["level", "code", "successor_code", "position"], successors))
    _bind_place_spellings(engine, period)
    fields = [field for dataset in catalogue.datasets.values() for field in dataset.columns]
    engine.bind_arrow(
        "field",
        pa.table(
            {
                "dataset": [f.dataset for f in fields],
                "name": [f.name for f in fields],
                "label_vi": [f.label_vi for f in fields],
                "label_en": [f.label_en for f in fields],
                "type": [f.type for f in fields],
                "code_list": [f.code_list for f in fields],
                "is_admin_unit": [f.code_list in ADMIN_LEVELS for f in fields],
                "is_personal": [f.is_personal for f in fields],
                "max_length": pa.array([f.max_length for f in fields], pa.int64()),
                "limits": pa.array([_limits(f) for f in fields], pa.string()),
                "pattern_vi": pa.array([_pattern_in_words(f, "vi") for f in fields], pa.string()),
                "pattern_en": pa.array([_pattern_in_words(f, "en") for f in fields], pa.string()),
            }
        ),
    )
    needs = [(d, catalogue.datasets[name]) for d in catalogue.datasets.values() for name in d.depends_on]
    engine.bind_arrow(
        "dataset_dependency",
        _table(
            ["dataset", "label_vi", "label_en", "depends_on", "depends_on_label_vi", "depends_on_label_en"],
            [(d.name, d.label_vi, d.label_en, needed.name, needed.label_vi, needed.label_en) for d, needed in needs],
        ),
    )
    prefixes = list(catalogue.personal_id_provinces.items())
    engine.bind_arrow("personal_id_province", _table(["prefix", "province_code"], prefixes))
    _bind_assessment(engine)
    engine.execute("SET VARIABLE census_date = $day::DATE", {"day": period.census_date})
    engine.execute("SET VARIABLE school_year = $year::BIGINT", {"year": period.school_year})
    engine.execute("SET VARIABLE collection_point = $point::VARCHAR", {"point": str(period.point)})
    engine.execute("SET VARIABLE this_period = $name::VARCHAR", {"name": period.name})
    engine.execute("CREATE OR REPLACE TEMP MACRO census_date() AS getvariable('census_date')")
    engine.execute("CREATE OR REPLACE TEMP MACRO school_year() AS getvariable('school_year')")
    engine.execute("CREATE OR REPLACE TEMP MACRO collection_point() AS getvariable('collection_point')")
    engine.execute("CREATE OR REPLACE TEMP MACRO this_period() AS getvariable('this_period')")
    engine.execute(
        "CREATE OR REPLACE TEMP MACRO was_known(scheme, first_period) AS "
        "scheme = 'new' OR period_order(first_period) < period_order(this_period())"
    )
    # Ids claimed by schools are accepted until a province's first full load is published (Settings.filled_provinces).
    engine.execute(
        "CREATE OR REPLACE TEMP MACRO registry_is_filling() AS coalesce(getvariable('registry_is_filling'), TRUE)"
    )
    engine.execute(_VIEWS)


def _bind_place_spellings(engine: Engine, period: Period) -> None:
    """Other names of places, and the short forms of their kinds (P. for Phường), as tables and as patterns."""
    aliases = [
        (r["level"], r["code"], r["alias_vi"], not r["until"] or period.census_date <= date.fromisoformat(r["until"]))
        for r in read_rows("place_aliases.csv")
    ]
    engine.bind_arrow("place_alias", _table(["level", "code", "alias", "is_in_force"], aliases))
    rows = list(read_rows("place_kinds.csv"))
    kinds = [(r["level"], fold(r["short_vi"]), r["kind_vi"].lower(), fold(r["kind_vi"])) for r in rows]
    engine.bind_arrow("place_kind", _table(["level", "short", "kind", "folded_kind"], kinds))
    for variable, column in (("place_kinds", "kind_vi"), ("short_place_kinds", "short_vi")):
        spellings = {spelling(r[column]) for r in rows for spelling in (str.lower, fold)}
        # The longest first: T is the beginning of TP.
        pattern = "|".join(sorted(spellings, key=lambda text: (-len(text), text)))
        engine.execute(f"SET VARIABLE {variable} = $pattern::VARCHAR", {"pattern": pattern})


def _bind_assessment(engine: Engine) -> None:
    """How learners are assessed, and which rules of a dataset tell of its cells instead of the general ones."""
    scales = [(r["grade_code"], r["circular"], int(r["since_school_year"])) for r in read_rows("rating_scales.csv")]
    engine.bind_arrow("rating_scale", _table(["grade_code", "circular", "since_school_year"], scales))
    engine.bind_arrow("comment_subject", _table(["code"], [(r["code"],) for r in read_rows("comment_subjects.csv")]))
    exam = [
        (r["exam_subject_code"], r["is_compulsory"] == "yes", r["subject_code"] or None)
        for r in read_rows("exam_subjects.csv")
    ]
    engine.bind_arrow("exam_subject", _table(["code", "is_compulsory", "subject_code"], exam))
    names = ["dataset", "name", "general_rule_id", "rule_id"]
    own = list(read_rows("own_cell_rules.csv"))
    is_number = [{"yes": True, "no": False}.get(row["is_number"]) for row in own]
    table = _table(names, [tuple(row[name] for name in names) for row in own])
    engine.bind_arrow("own_cell_rule", table.append_column("is_number", pa.array(is_number, pa.bool_())))


def _limits(field: Field) -> str | None:
    if field.minimum is None:
        return None
    return f">= {field.minimum:g}" if field.maximum is None else f"{field.minimum:g} - {field.maximum:g}"


def _pattern_in_words(field: Field, language: Language) -> str | None:
    return patterns_in_words()[field.pattern][language] if field.pattern else None


@cache
def patterns_in_words() -> dict[str, dict[Language, str]]:
    """Pattern → language → words (schemas/ministry/patterns.csv)."""
    return {row["pattern"]: {"vi": row["words_vi"], "en": row["words_en"]} for row in read_rows("patterns.csv")}


def _table(names: list[str], rows: Sequence[tuple[object, ...]]) -> pa.Table:
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(names)})
