"""A doubtful pair side by side: what the row says, what is known of whom it may be, and why the pair is doubtful."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rapidfuzz.distance import OSA
from sqlalchemy import Engine as Database
from sqlalchemy import select

from pipelines.engine import Engine
from pipelines.identity.kinds import KINDS, Kind
from pipelines.identity.strategies import load_strategies
from pipelines.periods import Period
from pipelines.review.persons import Person, bind_rows_of, partitions_of, persons_of_keys, said_by_rows
from pipelines.review.queue import Pair
from pipelines.review.shown import Row, shown_fields
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.state.models import School
from pipelines.texts import Texts
from schemas.model import Language

_TEXTS = Path(__file__).with_name("texts.csv")

# Who they are differs, differs in a point that may change, says the same, or one of the two says nothing.
Mark = Literal["different", "changed", "equal", "unknown"]


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both sides, as people read it."""

    field: str
    label: str
    row: str
    other: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Comparison:
    """``other_id`` is the id of the person, empty for another row; ``places`` are the schools and periods they were at."""

    pair: Pair
    school_name: str
    other_id: str
    places: list[str]
    lines: list[Line]
    reasons: list[str]


def review_texts(language: Language) -> Texts:
    return Texts(_TEXTS, language)


def compare(settings: Settings, database: Database, pairs: Sequence[Pair], language: Language) -> list[Comparison]:
    """The pairs side by side, in their order; reads the rows of each partition and person once."""
    comparisons: dict[tuple[str, Partition], Comparison] = {}
    for kind in KINDS.values():
        of_kind = [pair for pair in pairs if pair.kind == kind.name]
        if of_kind:
            for comparison in _compare(settings, database, kind, of_kind, review_texts(language)):
                comparisons[comparison.pair.pair_id, comparison.pair.partition] = comparison
    return [comparisons[pair.pair_id, pair.partition] for pair in pairs]


def _compare(
    settings: Settings, database: Database, kind: Kind, pairs: Sequence[Pair], texts: Texts
) -> list[Comparison]:
    with database.connect() as connection:
        keys = {pair.person_key for pair in pairs if pair.person_key is not None}
        persons = persons_of_keys(connection, kind, keys)
        partitions = partitions_of(connection, kind, persons.values())
        schools = dict(connection.execute(select(School.school_code, School.name)).all())
    rows = {pair.row_id: pair.partition for pair in pairs}
    rows |= {pair.other_row_id: pair.partition for pair in pairs if pair.other_row_id is not None}
    staging = Staging(settings.workspace.staging)
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        bind_rows_of(engine, staging, kind, partitions, keys)
        links = engine.arrow("SELECT * FROM person_row").to_pylist()
        rows |= {link["row_id"]: Partition(link["period"], link["province_code"]) for link in links}
        said = said_by_rows(engine, database, staging, kind, rows)
    known: dict[int, list[tuple[Period, Row]]] = {key: [] for key in keys}
    for link in links:
        if link["row_id"] in said:
            known[link["person_key"]].append((Period.parse(link["period"]), said[link["row_id"]]))
    candidates = Counter((pair.partition, pair.row_id) for pair in pairs)
    comparisons = []
    for pair in pairs:
        other, other_id, places = _other_side(pair, persons, known, said, schools)
        lines = _lines(kind, said.get(pair.row_id, {}), other, texts.language)
        comparisons.append(
            Comparison(
                pair=pair,
                school_name=schools.get(pair.school_code, ""),
                other_id=other_id,
                places=places,
                lines=lines,
                reasons=_reasons(pair, lines, candidates[pair.partition, pair.row_id], texts),
            )
        )
    return comparisons


def _other_side(
    pair: Pair,
    persons: dict[int, Person],
    known: dict[int, list[tuple[Period, Row]]],
    said: dict[int, dict[str, object]],
    schools: dict[str, str],
) -> tuple[Row, str, list[str]]:
    """What is known of the other: a person's newest row, or what the register keeps where none is in force."""
    if pair.person_key is None:
        assert pair.other_row_id is not None
        place = f"{schools.get(pair.other_school_code, '')} ({pair.other_school_code}), {pair.period}"
        return said.get(pair.other_row_id, {}), "", [place.strip()]
    person = persons[pair.person_key]
    history = sorted(known[pair.person_key], key=lambda row: row[0].order)
    places = [
        f"{schools.get(str(row['school_code']), '')} ({row['school_code']}), {period.name}".strip()
        for period, row in history
    ]
    if history:
        return history[-1][1], person.person_id, places
    kept: Row = {
        "full_name": person.folded_name,
        "birth_date_partial": person.birth_date,
        "sex_code": person.sex_code or None,
        "personal_id": person.personal_id,
    }
    return kept, person.person_id, [f"{person.first_school_code}, {person.first_period}"]


def _lines(kind: Kind, row: Row, other: Row, language: Language) -> list[Line]:
    lines = []
    for shown in shown_fields(kind):
        texts = shown.text(row, language), shown.text(other, language)
        if any(texts):
            mark: Mark = "equal"
            if not all(texts):
                mark = "unknown"
            elif shown.differs(row, other):
                mark = "different" if shown.tells_who else "changed"
            lines.append(Line(shown.name, shown.field.label(language), *texts, mark))
    return lines


def _reasons(pair: Pair, lines: Sequence[Line], candidates: int, texts: Texts) -> list[str]:
    """Why the two may be one, and why nobody decided so yet."""
    method = pair.method.partition("@")[0]
    # A model's score is a probability, that of other strategies an agreement.
    is_model = any(s.bands and s.method == pair.method for s in load_strategies(pair.kind))
    score = "probability" if is_model else "score"
    reasons = [texts(f"method.{method}"), texts(score, score=f"{pair.score:.2f}"), texts(f"outcome.{pair.outcome}")]
    # As macro is_mistyped has it.
    if any(line.field == "personal_id" and OSA.distance(line.row, line.other) == 1 for line in lines):
        reasons.append(texts("mistyped_number"))
    if candidates > 1:
        reasons.append(texts("candidates", candidates=candidates))
    if pair.person_key is None:
        reasons.append(texts("two_rows"))
    return reasons
