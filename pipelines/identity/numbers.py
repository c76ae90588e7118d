"""New ids: ``PP NNNNNNN C``, the issuing province, a serial of its block and a check digit (ISO 7064 MOD 11,10).

The form is proposed for learners. For staff, whose ids have no published form, it is our own choice to use the same one
with a block of their own; an id given by the sector is kept whatever it looks like.
"""

from pipelines.engine import Engine
from pipelines.errors import RegisterError
from pipelines.identity.register import Register
from pipelines.identity.statements import statement

_SERIALS = 10_000_000


def issue_ids(engine: Engine, register: Register) -> int | None:
    """Table ``free_id`` (nth, person_id): an id for each newcomer that claims none; answers the block's next serial.

    Ids that the register has or a pending row claims are skipped. None where no id is needed. Raises RegisterError when
    the block of the province is used up.
    """
    needed = int(str(engine.value("SELECT count(*) FROM newcomer WHERE claimed_id IS NULL")))
    first = register.next_serial()
    end = first
    found = 0
    while True:
        end += needed - found
        if end > _SERIALS:
            raise RegisterError(
                f"Province {register.partition.province_code} has no {needed} ids left (kind {register.kind.name}): "
                f"its block ends at serial {_SERIALS - 1}. Agree on another issuing code with the ministry."
            )
        _bind_free_ids(engine, register, first, end)
        found = int(str(engine.value("SELECT count(*) FROM free_id")))
        if found == needed:
            return end if needed else None


def _bind_free_ids(engine: Engine, register: Register, first: int, end: int) -> None:
    """Table ``free_id`` over the serials from ``first`` to ``end - 1``."""
    province = register.partition.province_code
    engine.bind_arrow("taken_id", register.ids_between(f"{province}{first:07d}0", f"{province}{end - 1:07d}9"))
    engine.execute(statement("free_ids"), {"province": province, "first": first, "end": end})
