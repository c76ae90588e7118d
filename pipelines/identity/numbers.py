"""New ids: ``PP NNNNNNN C``, the issuing province, a serial of its block and a check digit (ISO 7064 MOD 11,10).

The form is proposed for learners. For staff, whose ids have no published form, it is our own choice to use the same one
with a block of their own; an id given by the sector is kept whatever it looks like.
"""

from pipelines.engine import Engine, quote_identifier
from pipelines.errors import RegisterError
from pipelines.identity.register import Register
from pipelines.identity.statements import statement

_SERIALS = 10_000_000


def issue_ids(engine: Engine, register: Register) -> int | None:
    """Table ``free_id`` (nth, person_id): an id for each newcomer that claims none; answers the block's next serial.

    Ids that the register has, a pending row claims or a school uses as its own number are skipped. None where no id is needed.
    Raises RegisterError when the block of the province is used up.
    """
    engine.execute("CREATE TABLE free_id (nth BIGINT NOT NULL, person_id VARCHAR NOT NULL)")
    needed = int(str(engine.value("SELECT count(*) FROM newcomer WHERE claimed_id IS NULL")))
    end = register.next_serial()
    missing = needed
    while missing:
        first, end = end, end + missing
        if end > _SERIALS:
            province, kind = register.partition.province_code, register.kind.name
            raise RegisterError("register.no_ids", province=province, needed=needed, kind=kind, last=_SERIALS - 1)
        _add_free_ids(engine, register, first, end)
        missing = needed - int(str(engine.value("SELECT count(*) FROM free_id")))
    return end if needed else None


def _add_free_ids(engine: Engine, register: Register, first: int, end: int) -> None:
    """Extend ``free_id`` by the serials from ``first`` to ``end - 1``."""
    province = register.partition.province_code
    first_id, last_id = f"{province}{first:07d}0", f"{province}{end - 1:07d}9"
    engine.bind_arrow("taken_id", register.ids_between(first_id, last_id))
    engine.execute(
        statement("free_ids").format(own_number=quote_identifier(register.kind.own_number)),
        {"province": province, "first": first, "end": end, "first_id": first_id, "last_id": last_id},
    )
