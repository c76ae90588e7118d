"""Rules that look down a whole column of a sheet and fire once for it: repairs, doubtful dates, names, foreign keys of the sender."""

from collections.abc import Iterator

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.validation.cells import RawRows
from schemas.catalogue import Catalogue

Places = Iterator[tuple[str, str]]


def repairs(engine: Engine, rows: RawRows) -> Places:
    """What was mended without asking, told once per column with count and example (FLD017-FLD020, FLD022)."""
    mended = engine.rows(
        "SELECT DISTINCT f.name, f.key FROM cell_value AS c JOIN field_of_cell AS f ON f.key = c.field "
        "WHERE f.dataset = $dataset AND len(c.repairs) > 0 ORDER BY f.name",
        {"dataset": rows.dataset.name},
    )
    selects = [_repaired_values(str(name), str(key)) for name, key in mended]
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE repaired_row AS SELECT r.* FROM {rows.view} AS r "
        "SEMI JOIN (SELECT row_id FROM this WHERE is_repaired) AS t ON t.row_id = r.row_id"
    )
    if engine.value("SELECT count(*) FROM repaired_row"):
        selects += [_repaired_texts(field.name) for field in rows.text_fields]
    if selects:
        engine.execute(f"CREATE OR REPLACE TEMP TABLE repair AS {' UNION ALL '.join(selects)}")
        for (rule_id,) in engine.rows("SELECT DISTINCT rule_id FROM repair ORDER BY rule_id"):
            rule = quote_text(str(rule_id))
            yield str(rule_id), f"SELECT row_id, field, value, n, suggestion FROM repair WHERE rule_id = {rule}"


def _repaired_values(name: str, key: str) -> str:
    return (
        f"SELECT row_place(place_sheet(r.row_id), 0) AS row_id, {quote_text(name)} AS field, k.rule_id, count(*) AS n, "
        f"min(k.raw) AS value, min_by(k.value, k.raw) AS suggestion FROM raw AS r "
        f"JOIN (SELECT raw, value, unnest(repairs) AS rule_id FROM cell_value WHERE field = {quote_text(key)}) AS k "
        f"ON k.raw = r.{quote_identifier(name)} GROUP BY 1, k.rule_id"
    )


def _repaired_texts(name: str) -> str:
    column = quote_identifier(name)
    return (
        f"SELECT row_place(place_sheet(row_id), 0) AS row_id, {quote_text(name)} AS field, rule_id, count(*) AS n, "
        "min(raw) AS value, min_by(value, raw) AS suggestion FROM ("
        f"SELECT r.row_id, r.{column} AS raw, t.{column} AS value, unnest(repairs_of(r.{column}, t.{column})) AS rule_id "
        f"FROM repaired_row AS r JOIN this AS t ON t.row_id = r.row_id WHERE r.{column} IS DISTINCT FROM t.{column}) "
        "GROUP BY 1, rule_id"
    )


def doubtful_dates(engine: Engine, rows: RawRows) -> Places:
    """Columns in which some dates can only be month/day/year (FLD004)."""
    doubtful = engine.rows(
        "SELECT DISTINCT f.name, f.key FROM date_cell AS c JOIN field_of_cell AS f ON f.key = c.field "
        "WHERE f.dataset = $dataset AND c.is_month_first ORDER BY f.name",
        {"dataset": rows.dataset.name},
    )
    for name, key in doubtful:
        yield (
            "FLD004",
            f"SELECT row_place(place_sheet(r.row_id), 0) AS row_id, {quote_text(str(name))} AS field, "
            f"min(k.raw) FILTER (WHERE k.is_month_first) AS value, count(*) FILTER (WHERE k.is_month_first) AS n "
            f"FROM raw AS r JOIN date_cell AS k ON k.field = {quote_text(str(key))} "
            f"AND k.raw = r.{quote_identifier(str(name))} WHERE k.is_month_first OR k.can_be_swapped "
            f"GROUP BY 1 HAVING bool_or(k.is_month_first) AND bool_or(k.can_be_swapped)",
        )


def abolished_districts(rows: RawRows, abolished: list[str]) -> Places:
    """District codes in a period that has no districts: kept in the archive, not loaded (FLD033)."""
    for name in abolished:
        column = quote_identifier(name)
        yield (
            "FLD033",
            f"SELECT row_place(place_sheet(row_id), 0) AS row_id, {quote_text(name)} AS field, min({column}) AS value, "
            f"count(*) AS n FROM raw WHERE {column} IS NOT NULL GROUP BY 1",
        )


def name_columns(engine: Engine, catalogue: Catalogue, rows: RawRows) -> Places:
    """Names in capitals or small letters only (FLD025), names that lost their accents (FLD026)."""
    names = [quote_identifier(f.name) for f in rows.text_fields if f.name in catalogue.rules["FLD025"].fields]
    if not names:
        return
    # Names of one case are rare: one scan finds the rows, the sheets are counted over those.
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE one_case AS SELECT row_id, {', '.join(names)} FROM this WHERE "
        + " OR ".join(_one_case(column) for column in names)
    )
    for field in rows.text_fields:
        column = quote_identifier(field.name)
        if column in names:
            yield (
                "FLD025",
                f"SELECT row_place(place_sheet(row_id), 0) AS row_id, {quote_text(field.name)} AS field, "
                f"min({column}) AS value, count(*) AS n FROM one_case WHERE {_one_case(column)} GROUP BY 1",
            )
        if field.name in catalogue.rules["FLD026"].fields and "ethnicity_code" in rows.present:
            bare = f"CASE WHEN strlen({column}) = length({column}) THEN 1 ELSE 0 END"
            yield (
                "FLD026",
                f"SELECT row_place(place_sheet(row_id), 0) AS row_id, {quote_text(field.name)} AS field, NULL AS value, "
                f"sum({bare})::BIGINT AS n, round(100 * avg({bare}))::BIGINT AS percent "
                f"FROM this WHERE ethnicity_code = '01' AND {column} IS NOT NULL GROUP BY 1 "
                f"HAVING count(*) >= 20 AND avg({bare}) >= 0.3",
            )


def _one_case(column: str) -> str:
    return f"(contains({column}, ' ') AND ({column} = upper({column}) OR {column} = lower({column})))"


def sender_and_period() -> Places:
    """Sheets that name another school than the one they were sent for (FIL018), or another school year (FIL019)."""
    yield (
        "FIL018",
        "SELECT row_place(s.sheet_id, 0) AS row_id, 'school_code' AS field, NULL AS value, "
        "string_agg(DISTINCT t.school_code, ', ' ORDER BY t.school_code) AS found, s.sender_code AS expected "
        "FROM this AS t JOIN sheet AS s ON s.sheet_id = place_sheet(t.row_id) "
        "WHERE s.is_school AND t.school_code <> s.sender_code GROUP BY s.sheet_id, s.sender_code",
    )
    yield (
        "FIL019",
        "SELECT row_place(place_sheet(row_id), 0) AS row_id, 'school_year' AS field, NULL AS value, "
        "string_agg(DISTINCT school_year::VARCHAR, ', ' ORDER BY school_year::VARCHAR) AS found, "
        "school_year() || '-' || (school_year() + 1) AS expected "
        "FROM this WHERE school_year <> school_year() GROUP BY 1",
    )
