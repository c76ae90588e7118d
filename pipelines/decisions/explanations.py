"""Explanations of queries: said by a school or an officer, for a sender and a period, in words or by a code of explanations.csv."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Engine as Database
from sqlalchemy import Row, insert, select, update

from pipelines.errors import DecisionError
from pipelines.intake.senders import Senders
from pipelines.known import require_collection, require_sender
from pipelines.local_time import today
from pipelines.periods import Period
from pipelines.state.decisions import Explanation
from schemas.catalogue import load_catalogue, read_rows
from schemas.model import Language


@dataclass(frozen=True, slots=True)
class AcceptedExplanation:
    """A row of explanations.csv; ``rules`` is empty where it fits every query."""

    code: str
    rules: frozenset[str]
    label_vi: str
    label_en: str

    def label(self, language: Language) -> str:
        return self.label_vi if language == "vi" else self.label_en


@cache
def accepted_explanations() -> dict[str, AcceptedExplanation]:
    """Code → explanation, as the list gives them."""
    return {
        row["code"]: AcceptedExplanation(
            row["code"], frozenset(row["rules"].split()) - {"*"}, row["label_vi"], row["label_en"]
        )
        for row in read_rows("explanations.csv")
    }


def explain(
    database: Database,
    rule_id: str,
    sender_code: str,
    period: Period,
    *,
    person: str,
    code: str = "",
    text: str = "",
    value: str = "",
) -> int:
    """Explain the queries of a rule (those with ``value`` only, if that is given); answers the number of the explanation.

    It acts in the next validation. Raises DecisionError for a rule that is no query, a code that does not fit it, nothing
    said, and an impossible sender; UnknownNameError for a sender or period that is not there.
    """
    catalogue = load_catalogue()
    rule = catalogue.rules.get(rule_id)
    if rule is None:
        raise DecisionError("decision.no_rule", rule=rule_id)
    if rule.severity != "query":
        raise DecisionError("decision.no_query", rule=rule_id)
    if not code and not text:
        raise DecisionError("decision.nothing_said", rule=rule_id)
    if code:
        accepted = accepted_explanations().get(code)
        if accepted is None or (accepted.rules and rule_id not in accepted.rules):
            fitting = [a.code for a in accepted_explanations().values() if not a.rules or rule_id in a.rules]
            raise DecisionError("decision.no_code", code=code, rule=rule_id, known=", ".join(fitting))
    with database.connect() as connection:
        province = Senders(connection, catalogue, period.census_date).province_code(sender_code)
    if province is None:
        raise DecisionError("decision.no_sender", sender=sender_code)
    require_sender(database, sender_code)
    require_collection(database, period, today())
    said = {
        "rule_id": rule_id,
        "sender_code": sender_code,
        "period": period.name,
        "province_code": province,
        "value": value,
        "code": code,
        "text": text,
        "person": person,
        "explained_at": datetime.now(UTC).replace(tzinfo=None),
    }
    with database.begin() as connection:
        key = connection.execute(insert(Explanation).values(said)).inserted_primary_key
    assert key
    return int(key[0])


def list_explanations(database: Database, sender_code: str = "", period: str = "") -> Sequence[Row[tuple[object, ...]]]:
    """The explanations that act, the latest first; of one sender or period where given."""
    statement = select(Explanation.__table__).where(Explanation.withdrawn_at.is_(None))
    if sender_code:
        statement = statement.where(Explanation.sender_code == sender_code)
    if period:
        statement = statement.where(Explanation.period == period)
    with database.connect() as connection:
        return connection.execute(statement.order_by(Explanation.explanation_id.desc())).all()


def withdraw(database: Database, explanation_id: int) -> None:
    """Let an explanation act no more; raises DecisionError where none with this number does."""
    acting = (Explanation.explanation_id == explanation_id) & Explanation.withdrawn_at.is_(None)
    now = datetime.now(UTC).replace(tzinfo=None)
    with database.begin() as connection:
        if not connection.execute(update(Explanation).where(acting).values(withdrawn_at=now)).rowcount:
            raise DecisionError("decision.no_explanation", number=str(explanation_id))
