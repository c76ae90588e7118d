"""Claims: what the rows in force of a partition say of their persons, and the fingerprints that stand for it.

The fingerprint is an HMAC-SHA256 with a key of the installation, so that what was asked can be recognised, but not found
out by trying numbers and names. Another restricted key makes other fingerprints: then everybody is asked anew.
"""

import hmac

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.identity.kinds import LEARNER, STAFF, Kind
from pipelines.in_force import bind_in_force
from pipelines.periods import Period
from pipelines.publication.keys import ensure_restricted_key
from pipelines.settings import Settings
from pipelines.staging import LATER_SOURCES, Partition, Staging
from pipelines.validation.reference import bind_reference
from pipelines.verification.policy import load_results
from pipelines.verification.statements import statement
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue

# Of later findings.
SOURCE = "verification"
_PURPOSE = b"csdl verification"
_BLOCK = 64  # bytes of SHA-256
_SOURCES_BEFORE = [source for source in LATER_SOURCES if source != SOURCE]
_LINK = pa.schema([("row_id", pa.int64()), ("person_key", pa.int64())])


def bind_claims(engine: Engine, settings: Settings, database: Database, partition: Partition) -> None:
    """Table ``claim_row``: rows in force that claim a personal number for the person they are linked to; ``claim``: each claim once."""
    bind_reference(engine, load_catalogue(), Period.parse(partition.period))
    _bind_comparison(engine, settings)
    bind_people(engine, settings, database, partition)
    engine.execute(statement("claim_row"))
    engine.execute(statement("claim"))


def bind_people(engine: Engine, settings: Settings, database: Database, partition: Partition) -> None:
    """View ``person_row``: what the accepted rows in force say of their persons."""
    staging = Staging(settings.workspace.staging)
    for kind in (LEARNER, STAFF):
        _bind_accepted(engine, database, staging, partition, kind)
        _bind_links(engine, staging, partition, kind)
    engine.execute(statement("person_row"))


def _bind_comparison(engine: Engine, settings: Settings) -> None:
    """The macros, the installation's key in variables, and table ``result``."""
    key = hmac.digest(ensure_restricted_key(settings.workspace), _PURPOSE, "sha256").ljust(_BLOCK, b"\0")
    engine.execute("SET VARIABLE inner_pad = $pad::BLOB", {"pad": bytes(byte ^ 0x36 for byte in key)})
    engine.execute("SET VARIABLE outer_pad = $pad::BLOB", {"pad": bytes(byte ^ 0x5C for byte in key)})
    engine.execute(statement("macros"))
    engine.bind_arrow("result", load_results())


def _bind_links(engine: Engine, staging: Staging, partition: Partition, kind: Kind) -> None:
    """View ``<kind>_link``. A row that our own findings keep out has no link any more: what its standing says stays true."""
    engine.bind_arrow("no_link", _LINK.empty_table())
    selects = ["FROM no_link"]
    if (path := staging.links(kind.name, partition)).exists():
        engine.bind_parquet(f"{kind.name}_link_now", [path])
        selects = [f"SELECT row_id, person_key FROM {kind.name}_link_now"]
    if (path := staging.verifications(partition)).exists():
        engine.bind_parquet("stood", [path])
        selects.append(
            f"SELECT row_id, person_key FROM stood ANTI JOIN ({selects[0]}) USING (row_id) WHERE kind = '{kind.name}'"
        )
    engine.execute(f"CREATE OR REPLACE TEMP VIEW {kind.name}_link AS {' UNION ALL '.join(selects)}")


def _bind_accepted(engine: Engine, database: Database, staging: Staging, partition: Partition, kind: Kind) -> None:
    """View ``accepted_<dataset>``: rows that nobody else rejects, so that what we find does not undo itself."""
    typed = f"typed_{kind.dataset}"
    if not bind_in_force(engine, typed, database, staging, "typed", [partition], kind.dataset, _SOURCES_BEFORE):
        schema = typed_schema(load_catalogue().datasets[kind.dataset])
        engine.bind_arrow(typed, schema.append(pa.field("outcome", pa.string())).empty_table())
    engine.execute(
        f"CREATE OR REPLACE TEMP VIEW accepted_{kind.dataset} AS SELECT * FROM {typed} WHERE outcome <> 'rejected'"
    )
