"""What people decided that acts on one partition now."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, select

from pipelines.decisions.corrections import Correction, fingerprints_of
from pipelines.decisions.explanations import accepted_explanations
from pipelines.decisions.waivers import in_force
from pipelines.decisions.wards import wards_of_schools
from pipelines.engine import Engine
from pipelines.local_time import local_day, today
from pipelines.staging import Partition, Staging
from pipelines.state.decisions import Explanation, Waiver
from pipelines.state.models import Submission
from pipelines.texts import Texts
from schemas.model import LANGUAGES

_FOLDER = Path(__file__).parent
_DECISION = pa.schema([(n, pa.string()) for n in ("sender_code", "rule_id", "value", "status", "said_vi", "said_en")])


@dataclass(frozen=True, slots=True)
class Decisions:
    """Of one partition: the corrections of its period, and what was explained and waived.

    ``findings`` has a row for each sender, rule and value (empty: any) that was decided about; a province's waiver has one for
    each of its senders.
    """

    corrections: tuple[Correction, ...]
    findings: pa.Table

    def of(self, senders: Iterable[str]) -> "Decisions":
        """Those about some senders."""
        wanted = frozenset(senders)
        rows = [row for row in self.findings.to_pylist() if row["sender_code"] in wanted]
        corrections = tuple(c for c in self.corrections if c.sender_code in wanted)
        return Decisions(corrections, pa.Table.from_pylist(rows, schema=_DECISION))

    def fingerprints(self) -> dict[str, str]:
        """Sender → fingerprint of all that was decided about what it handed in."""
        said: dict[str, list[str]] = defaultdict(list)
        for sender, fingerprint in fingerprints_of(self.corrections).items():
            said[sender].append(fingerprint)
        for row in self.findings.to_pylist():
            said[row["sender_code"]].append(repr(row))
        return {sender: hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16] for sender, rows in said.items()}


def decisions_in_force(
    connection: Connection, staging: Staging, partition: Partition, corrections: Iterable[Correction]
) -> Decisions:
    """What acts today on a partition; ``corrections`` may be of any period."""
    decided: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in (*_explained(connection, partition), *_waived(connection, staging, partition)):
        decided[row["sender_code"], row["rule_id"], row["value"]] = row
    rows = [decided[key] for key in sorted(decided)]
    of_period = tuple(correction for correction in corrections if correction.period == partition.period)
    return Decisions(of_period, pa.Table.from_pylist(rows, schema=_DECISION))


def joined(decisions: Iterable[Decisions]) -> Decisions:
    """What was decided about several partitions."""
    every = list(decisions)
    corrections = tuple(correction for its in every for correction in its.corrections)
    return Decisions(corrections, pa.concat_tables([its.findings for its in every]))


def bind_decisions(engine: Engine, decisions: Decisions) -> None:
    """Bind table ``decision``, which ``decide_findings`` reads."""
    engine.bind_arrow("decision", decisions.findings)


def decide_findings(engine: Engine) -> None:
    """Make view ``decided_finding`` of the relation ``placed_finding`` (see status.sql)."""
    engine.execute((_FOLDER / "status.sql").read_text(encoding="utf-8"))


def _explained(connection: Connection, partition: Partition) -> Iterator[dict[str, str]]:
    """The later explanation of the same thing comes last."""
    statement = (
        select(Explanation.__table__)
        .where(Explanation.period == partition.period, Explanation.province_code == partition.province_code)
        .where(Explanation.withdrawn_at.is_(None))
        .order_by(Explanation.explanation_id)
    )
    accepted = accepted_explanations()
    for row in connection.execute(statement):
        said = {
            language: ": ".join(filter(None, (accepted[row.code].label(language) if row.code else "", row.text)))
            for language in LANGUAGES
        }
        facts = {"person": row.person, "date": f"{local_day(row.explained_at):%d/%m/%Y}"}
        told = {f"said_{language}": _texts(language)("explained", said=said[language], **facts) for language in said}
        yield {
            "sender_code": row.sender_code,
            "rule_id": row.rule_id,
            "value": row.value,
            "status": "explained",
            **told,
        }


def _waived(connection: Connection, staging: Staging, partition: Partition) -> Iterator[dict[str, str]]:
    waivers = connection.execute(
        select(Waiver.__table__).where(Waiver.period == partition.period, in_force(today())).order_by(Waiver.waiver_id)
    ).all()
    if not waivers:
        return
    senders = connection.scalars(
        select(Submission.sender_code)
        .where(Submission.period == partition.period, Submission.province_code == partition.province_code)
        .distinct()
    ).all()
    has_communes = any(waiver.scope == "commune" for waiver in waivers)
    wards = wards_of_schools(connection, staging, partition) if has_communes else {}
    for waiver in waivers:
        facts = {
            "reason": waiver.reason,
            "person": waiver.person,
            "until": f"{waiver.expires_on:%d/%m/%Y}",
            "date": f"{local_day(waiver.waived_at):%d/%m/%Y}",
        }
        told = {f"said_{language}": _texts(language)("waived", **facts) for language in LANGUAGES}
        for sender in senders:
            if waiver.area_code in _areas(waiver.scope, sender, partition, wards):
                yield {"sender_code": sender, "rule_id": waiver.rule_id, "value": "", "status": "waived", **told}


def _areas(scope: str, sender: str, partition: Partition, wards: Mapping[str, str]) -> tuple[str | None, ...]:
    """The codes under which a waiver of this scope reaches a sender."""
    if scope == "province":
        return (partition.province_code,)
    return (sender, wards.get(sender)) if scope == "commune" else (sender,)


def _texts(language: Any) -> Texts:
    return Texts(_FOLDER / "texts.csv", language)
