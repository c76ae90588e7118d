"""A register of persons in the operational database, as one run of identity reads and extends it."""

from dataclasses import dataclass

import pyarrow as pa

from pipelines.engine import Engine
from pipelines.identity.kinds import Kind
from pipelines.identity.statements import statement
from pipelines.staging import Partition
from pipelines.state.database import Bulk

# Up to this many persons for each row, reading the whole register is faster than looking each row up.
_READ_WHOLE = 4

_TYPES = {
    "row_id": pa.int64(),
    "decision_id": pa.int64(),
    "content_key": pa.int64(),
    "other_content_key": pa.int64(),
    "survivor_key": pa.int64(),
    "superseded_id": pa.string(),
    "verdict": pa.string(),
    "other_school_code": pa.string(),
    "school_code": pa.string(),
    "person_key": pa.int64(),
    "person_id": pa.string(),
    "scheme": pa.string(),
    "personal_id": pa.string(),
    "folded_name": pa.string(),
    "birth_date": pa.string(),
    "sex_code": pa.string(),
    "folded_mother_name": pa.string(),
    "outcome": pa.string(),
    "method": pa.string(),
    "score": pa.float64(),
    "first_school_code": pa.string(),
    "attribute": pa.string(),
    "value": pa.string(),
    "period": pa.string(),
}


def _typed(rows: pa.Table) -> pa.Table:
    """A driver cannot tell the type of a column without values."""
    return rows.cast(pa.schema([pa.field(name, _TYPES[name]) for name in rows.column_names]))


def read_superseded(transaction: Bulk, kind: Kind) -> pa.Table:
    """Who is superseded, and who stands for them now: person_key, superseded_id, survivor_key, person_id (the survivor's)."""
    return _typed(transaction.read(statement("register/superseded").format(register=kind.register)))


@dataclass(frozen=True, slots=True)
class Register:
    """The register of one kind within a bulk transaction."""

    transaction: Bulk
    engine: Engine
    kind: Kind
    partition: Partition

    def lock(self) -> None:
        """Wait until nobody else writes to the registers, and keep others waiting; comes first."""
        self.transaction.lock("issuer")

    def bind_superseded(self) -> None:
        """Table ``superseded``: see ``read_superseded``."""
        self.engine.bind_arrow("superseded", read_superseded(self.transaction, self.kind))

    def bind_decisions(self) -> None:
        """Table ``told``: what officers said about rows of the schools of ``pending``."""
        schools = "SELECT DISTINCT school_code FROM pending ORDER BY school_code"
        self.transaction.lend("told_school", self.engine.arrow(schools))
        self.engine.bind_arrow("told", _typed(self._read("told", (self.kind.name,))))

    def bind_links(self) -> None:
        """Table ``linked`` (row_id, person_key, method): accepted rows that belong to a person."""
        self.transaction.lend("sheet_in_force", self.engine.arrow(statement("sheets_in_force")))
        self.engine.bind_arrow("link_read", _typed(self._read("links")))
        self.engine.execute(statement("linked"))

    def bind_links_to_restore(self) -> None:
        """Table ``restored``: the links of ``linked`` in full that table ``link_before`` does not have."""
        self.transaction.lend("wanted_link", self.engine.arrow(statement("wanted_links")))
        self.engine.bind_arrow("restored_link", _typed(self._read("links_in_full")))
        self.engine.execute(statement("restored"))

    def bind_persons(self) -> None:
        """View ``person``: those of the register that rows of ``pending`` could be, by a number or a name."""
        rows = self.engine.value("SELECT count(*) FROM pending")
        if self.last_key <= _READ_WHOLE * int(str(rows)):
            persons = self._read("persons")
        else:
            self.transaction.lend("wanted", self.engine.arrow(statement("wanted")))
            self.transaction.lend("decided_person", self.engine.arrow(statement("decided_persons")))
            persons = self.transaction.read(self._fill("persons") + "\n" + self._fill("wanted_persons"))
        self.engine.bind_arrow("persons_read", _typed(persons))
        self.engine.execute(statement("person"))

    def bind_more_persons(self) -> None:
        """Extend view ``person`` by those of table ``wanted_person`` (person_key)."""
        wanted = self.engine.arrow(
            "SELECT person_key FROM wanted_person ANTI JOIN person USING (person_key) ORDER BY 1"
        )
        self.transaction.lend("wanted_person", wanted)
        persons = self._fill("persons") + "\n" + statement("register/wanted_by_key")
        self.engine.bind_arrow("more_persons_read", _typed(self.transaction.read(persons)))
        self.engine.execute(statement("person_with_more"))

    def bind_schools_of_namesakes(self) -> None:
        """View ``namesake_at_school``: the persons of ``namesake`` with each school they were linked at."""
        self.transaction.lend("namesake", self.engine.arrow("SELECT person_key FROM namesake ORDER BY person_key"))
        self.engine.bind_arrow("other_school", _typed(self._read("schools", (self.kind.name,))))
        self.engine.execute(statement("namesakes_at_school"))

    @property
    def last_key(self) -> int:
        """The highest key given so far: keys count up without gaps."""
        (row,) = self._read("last_key").to_pylist()
        return int(row["last_key"])

    def next_serial(self) -> int:
        """The next serial of the province's block of new ids."""
        rows = self._read("issuer", (self.kind.name, self.partition.province_code)).to_pylist()
        return int(rows[0]["next_serial"]) if rows else 1

    def ids_between(self, first: str, last: str) -> pa.Table:
        """Ids of the register from ``first`` to ``last``: person_id."""
        return _typed(self._read("ids_between", (first, last)))

    def write(self, next_serial: int | None) -> None:
        """Store tables ``registered`` (new persons), ``link`` and ``learnt``, and the next serial if any was used."""
        kind, period, province = self.kind.name, self.partition.period, self.partition.province_code
        persons = self.engine.arrow(statement("persons_to_store"), {"period": period, "province": province})
        if not self.kind.keeps_mother:
            persons = persons.drop_columns("folded_mother_name")
        self.transaction.append(self.kind.register, persons)
        self.transaction.execute(statement("register/forget_waiting"), (kind, period, province))
        links = self.engine.arrow(statement("links_to_store"), {"kind": kind, "period": period, "province": province})
        self.transaction.append("person_link", links)
        self._write_pairs(kind, period, province)
        self.transaction.lend("visited", self.engine.arrow(statement("other_schools"), {"kind": kind}))
        self.transaction.execute(statement("register/visit"))
        learnt = self.engine.arrow("SELECT * FROM learnt")
        if learnt.num_rows:
            self.transaction.lend("learnt", learnt)
            self.transaction.execute(statement(f"register/learn_{kind}"))
        if next_serial is not None:
            self.transaction.execute(statement("register/next_serial"), (kind, province, next_serial))

    def store_claims(self, claims: str) -> None:
        """Keep the claims that a statement answers, those that are there already excepted."""
        new = self.engine.arrow(claims, self._now)
        self.transaction.lend("new_claim", new)
        self.transaction.execute(statement("register/claim").format(claims="new_claim"))

    def bind_open_claims(self) -> None:
        """Tables ``open_claim``: all that counts of the persons of the claims just stored; ``number_holder`` (personal_id) and
        ``number_claim``: who has the numbers among them, and who is said to have them.
        """
        self.engine.bind_arrow("open_claim", _typed(self._read("open_claims", (self.kind.name,))))
        numbers = "SELECT DISTINCT value FROM open_claim WHERE attribute = 'personal_id' ORDER BY value"
        self.transaction.lend("claimed_number", self.engine.arrow(numbers))
        self.engine.bind_arrow("number_claim", _typed(self._read("number_claims", (self.kind.name,))))
        self.engine.bind_arrow("number_holder", _typed(self._read("number_holders")))

    def resolve(self) -> None:
        """Give the persons of table ``confirmed`` their new values; what they replace becomes a claim, and all are settled."""
        self.transaction.lend("replaced_claim", self.engine.arrow(statement("claims/replaced"), self._now))
        self.transaction.execute(statement("register/claim").format(claims="replaced_claim"))
        self.transaction.lend("confirmed_claim", self.engine.arrow("SELECT * FROM confirmed ORDER BY ALL"))
        self.transaction.execute(statement("register/settle_claims"), (self.partition.period, self.kind.name))
        self.transaction.lend("resolved", self.engine.arrow(statement("claims/resolved")))
        self.transaction.execute(statement(f"register/resolve_{self.kind.name}"))

    @property
    def _now(self) -> dict[str, str]:
        return {"kind": self.kind.name, "period": self.partition.period}

    def _write_pairs(self, kind: str, period: str, province: str) -> None:
        self.transaction.execute(statement("register/forget_pairs"), (kind, period, province))
        if self.engine.value("SELECT count(*) FROM doubtful_pair"):
            pairs = statement("pairs_to_store").format(own_number=self.kind.own_number)
            of_partition = {"kind": kind, "period": period, "province": province}
            self.transaction.append("review_pair", self.engine.arrow(pairs, of_partition))

    def _read(self, name: str, parameters: tuple[object, ...] = ()) -> pa.Table:
        return self.transaction.read(self._fill(name), parameters)

    def _fill(self, name: str) -> str:
        mother = "p.folded_mother_name" if self.kind.keeps_mother else "''"
        return statement(f"register/{name}").format(register=self.kind.register, mother=mother)
