"""Rules that look down a whole column of a sheet and fire once for it: doubtful dates, numbers of others, bare names, foreign senders …"""

from collections.abc import Iterator

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.validation.raw_rows import RawRows
from pipelines.validation.sql import statement
from schemas.catalogue import Catalogue

Places = Iterator[tuple[str, str]]

# So many different dates of a kind tell that it is no chance on which side of the 12th they lie.
_TELLING_DATES = 5


def doubtful_dates(engine: Engine, rows: RawRows) -> Places:
    """Columns in which some dates can only be month/day/year, or Excel took the day for the month where it could (FLD004)."""
    is_early, is_late = "c.is_stored AND day(c.day) <= 12", "NOT c.is_stored AND day(c.day) > 12"
    doubtful = engine.rows(
        f"SELECT f.name, f.key, bool_or(c.is_month_first), bool_or({is_early}) AND bool_or({is_late}) AS may_be_mistaken "
        "FROM date_cell AS c JOIN field_in_sheet AS f ON f.key = c.field WHERE f.dataset = $dataset "
        "GROUP BY ALL HAVING bool_or(c.is_month_first) OR may_be_mistaken ORDER BY f.name",
        {"dataset": rows.dataset.name},
    )
    for name, key, has_month_first, may_be_mistaken in doubtful:
        place = f"row_place(place_sheet(r.row_id), 0) AS row_id, {quote_text(str(name))} AS field"
        cells = (
            f"FROM raw AS r JOIN date_cell AS k ON k.field = {quote_text(str(key))} "
            f"AND k.raw = r.{quote_identifier(str(name))}"
        )
        if has_month_first:
            yield (
                "FLD004",
                f"SELECT {place}, min(k.raw) FILTER (WHERE k.is_month_first) AS value, "
                f"count(*) FILTER (WHERE k.is_month_first) AS n {cells} WHERE k.is_month_first OR k.can_be_swapped "
                "GROUP BY 1 HAVING bool_or(k.is_month_first) AND bool_or(k.can_be_swapped)",
            )
        if may_be_mistaken:
            yield (
                "FLD004",
                f"SELECT {place}, strftime(min(k.day) FILTER (WHERE k.is_stored AND day(k.day) <> month(k.day)), '%d/%m/%Y') "
                f"AS value, count(*) FILTER (WHERE k.is_stored) AS n {cells} WHERE k.day IS NOT NULL GROUP BY 1 "
                "HAVING max(day(k.day)) FILTER (WHERE k.is_stored) <= 12 "
                "AND min(day(k.day)) FILTER (WHERE NOT k.is_stored) > 12 "
                f"AND count(DISTINCT k.raw) FILTER (WHERE k.is_stored) >= {_TELLING_DATES} "
                f"AND count(DISTINCT k.raw) FILTER (WHERE NOT k.is_stored) >= {_TELLING_DATES}",
            )


def numbers_of_others(rows: RawRows) -> Places:
    """Columns of personal numbers that are those of other people than the rows are about (FIL013)."""
    if {"personal_id", "birth_date"} <= rows.present:
        yield "FIL013", statement("numbers_of_others")


def abolished_fields(rows: RawRows) -> Places:
    """Fields that the schema has not at the census date: kept in the archive, not loaded (FLD033 districts, FLD039 others)."""
    for name in sorted(rows.abolished):
        column = quote_identifier(name)
        yield (
            "FLD033" if rows.dataset.field(name).code_list == "district" else "FLD039",
            f"SELECT row_place(place_sheet(row_id), 0) AS row_id, {quote_text(name)} AS field, min({column}) AS value, "
            f"count(*) AS n FROM raw WHERE {column} IS NOT NULL GROUP BY 1",
        )


def bare_names(catalogue: Catalogue, rows: RawRows) -> Places:
    """Columns of names that lost their accents (FLD026)."""
    for field in rows.text_fields:
        if field.name in catalogue.rules["FLD026"].fields and "ethnicity_code" in rows.present:
            column = quote_identifier(field.name)
            bare = f"CASE WHEN strlen({column}) = length({column}) THEN 1 ELSE 0 END"
            yield (
                "FLD026",
                f"SELECT row_place(place_sheet(row_id), 0) AS row_id, {quote_text(field.name)} AS field, NULL AS value, "
                f"sum({bare})::BIGINT AS n, round(100 * avg({bare}))::BIGINT AS percent "
                f"FROM this WHERE ethnicity_code = '01' AND {column} IS NOT NULL GROUP BY 1 "
                f"HAVING count(*) >= 20 AND avg({bare}) >= 0.3",
            )


def sender_and_period() -> Places:
    """Sheets that name another school than the one they were sent for (FIL018), or another school year (FIL019)."""
    # Read off a title or code alone it is the same in all rows; a slip in some of them is found only by their numbers.
    for rule_id, field, expected, shown in (
        ("FIL018", "school_code", "CASE WHEN s.is_school THEN s.sender_code END", "s.sender_code"),
        ("FIL019", "school_year", "school_year()", "school_year() || '-' || (school_year() + 1)"),
    ):
        yield rule_id, statement("said_otherwise").format(field=field, expected=expected, shown=shown)


def standing(dataset: str) -> Places:
    """Sheets that are kept out as a whole, where those of an earlier submission stand (FIL033)."""
    yield (
        "FIL033",
        statement("standing_sheets").format(
            dataset=quote_text(dataset), accepted=quote_identifier(f"accepted_{dataset}")
        ),
    )


def lost_rows(dataset: str) -> Places:
    """Sheets of which other rows arrived here than were read (FIL023): a mistake of ours, told to whom it concerns."""
    yield (
        "FIL023",
        "SELECT row_place(s.sheet_id, 0) AS row_id, NULL AS field, NULL AS value, s.submission_id AS submission, "
        "s.rows_read + s.rows_ignored AS found, count(t.row_id) + s.rows_ignored AS expected "
        "FROM sheet AS s LEFT JOIN this AS t ON place_sheet(t.row_id) = s.sheet_id "
        f"WHERE s.dataset = {quote_text(dataset)} "
        "GROUP BY s.sheet_id, s.submission_id, s.rows_read, s.rows_ignored HAVING count(t.row_id) <> s.rows_read",
    )
