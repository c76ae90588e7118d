"""What can be wrong with an installation, looked at one thing after the other."""

import platform
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from types import MappingProxyType

import duckdb
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from pipelines.engine import Engine
from pipelines.errors import CsdlError
from pipelines.intake.rereading import lost_parts
from pipelines.publication.keys import key_source, restricted_key
from pipelines.publication.pointer import readable_pointer
from pipelines.publication.releases import current_release, open_release
from pipelines.publication.restricted import read_restricted
from pipelines.settings import Settings
from pipelines.state.database import open_database
from pipelines.state.installation import check_installation
from pipelines.state.models import Submission
from pipelines.validation.lost_parts import lost_validated_parts
from pipelines.verification.reach import reach_register

# GiB of free disk under which a load of a province may not end.
_LEAST_DISK = 5
# Whether a thing is well, and what was found.
Look = Callable[[Settings], tuple[bool, str]]
_LIBRARIES = ("csdl", "duckdb", "pyarrow", "dagster", "pandera", "fastexcel")


@dataclass(frozen=True, slots=True)
class Examination:
    """One thing that was looked at. ``subject`` names its texts; ``found`` is a fact: a path, a size, an error."""

    subject: str
    is_well: bool
    found: str


def examine(settings: Settings, others: Mapping[str, Look] = MappingProxyType({})) -> Iterator[Examination]:
    """Look at everything that a load and a reader need, and at what ``others`` see; what fails is told, not raised."""
    looks: dict[str, Look] = {
        "versions": _versions,
        "workspace": _workspace,
        "disk": _disk,
        "engine": _engine,
        "database": _database,
        "staging": _staging,
        "quarantine": _quarantine,
        "key": _key,
        "release": _release,
        "register": _register,
        **others,
    }
    for subject, look in looks.items():
        try:
            is_well, found = look(settings)
        except CsdlError as error:
            is_well, found = False, str(error)
        except (OSError, SQLAlchemyError, duckdb.Error) as error:
            is_well, found = False, f"{type(error).__name__}: {error}"
        yield Examination(subject, is_well, found)


def _versions(_settings: Settings) -> tuple[bool, str]:
    return True, ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in _LIBRARIES)])


def _workspace(settings: Settings) -> tuple[bool, str]:
    settings.workspace.create()
    probe = settings.workspace.temporary / ".doctor"
    probe.touch()
    probe.unlink()
    return True, str(settings.workspace.home)


def _disk(settings: Settings) -> tuple[bool, str]:
    free = shutil.disk_usage(settings.workspace.home).free / 2**30
    return free >= _LEAST_DISK, f"{free:.1f} GiB"


def _engine(settings: Settings) -> tuple[bool, str]:
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        folded = engine.value("SELECT fold('  Đà  Nẵng ')")
    return folded == "da nang", str(folded)


def _database(settings: Settings) -> tuple[bool, str]:
    """Opening migrates, so an answer means that it is migrated."""
    database = open_database(settings.database_url)
    check_installation(settings, database)
    with database.connect() as connection:
        submissions = connection.scalar(select(func.count()).select_from(Submission))
    database.dispose()
    return True, f"{database.dialect.name}, {submissions}"


def _staging(settings: Settings) -> tuple[bool, str]:
    """Every part of raw and of validated rows that is on record is there."""
    database = open_database(settings.database_url)
    lost = len(lost_parts(settings, database)) + len(lost_validated_parts(settings, database))
    database.dispose()
    return not lost, f"{lost}, {settings.workspace.staging}"


def _quarantine(settings: Settings) -> tuple[bool, str]:
    """Files that ended their reader, each with a note that says why; the installation is well with them."""
    folder = settings.workspace.quarantine
    return True, f"{len(list(folder.glob('*.json')))}, {folder}"


def _key(settings: Settings) -> tuple[bool, str]:
    """The key opens the restricted tables of the current release; the first load makes one where there is none."""
    workspace = settings.workspace
    pointer = readable_pointer(workspace)
    written = [*(workspace.releases / pointer.release_id / "restricted").glob("*.parquet")] if pointer else []
    source = key_source(workspace)
    if source or written:
        key = restricted_key(workspace)
        for path in written:
            read_restricted(path, key)
    return True, source or "-"


def _release(settings: Settings) -> tuple[bool, str]:
    """Every view of the current release finds its file; before the first release there is nothing to look at."""
    if (current := current_release(settings)) is None:
        return True, "-"
    with open_release(settings) as connection:
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'marts'").fetchall()
        for (view,) in views:
            connection.execute(f'SELECT count(*) FROM marts."{view}"')
    return bool(views), f"{current.release_id}, {len(views)}"


def _register(settings: Settings) -> tuple[bool, str]:
    """The configured channel to the population register; without one there is nothing to reach."""
    return True, reach_register(settings) or "-"
