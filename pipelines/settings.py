"""Settings of an installation, read from the environment, and the paths of its workspace."""

import glob
import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import SettingsError, StorageError
from schemas.catalogue import load_catalogue

# Seconds.
DAY = 86_400
# MiB: 16 TiB.
_MOST_MEMORY = 1 << 24


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where everything that is generated lies; see ``docs/architecture.md`` for the tree."""

    home: Path

    @property
    def landing(self) -> Path:
        return self.home / "landing"

    @property
    def archive(self) -> Path:
        return self.home / "archive"

    @property
    def quarantine(self) -> Path:
        return self.home / "quarantine"

    @property
    def staging(self) -> Path:
        return self.home / "staging"

    @property
    def feedback(self) -> Path:
        return self.home / "feedback"

    @property
    def releases(self) -> Path:
        return self.home / "releases"

    @property
    def sector_database(self) -> Path:
        return self.home / "sector.duckdb"

    @property
    def installation(self) -> Path:
        """The id of the installation, which its operational database keeps, too."""
        return self.home / "installation"

    @property
    def corrections(self) -> Path:
        return self.home / "corrections"

    @property
    def dagster(self) -> Path:
        return self.home / "dagster"

    @property
    def register_exchange(self) -> Path:
        """Files to and from the population register: ``out/``, ``in/``."""
        return self.home / "population_register"

    @property
    def temporary(self) -> Path:
        return self.home / "tmp"

    def create(self) -> None:
        """Make the folders that people and steps write into; raises StorageError."""
        folders = (
            self.landing,
            self.archive,
            self.staging,
            self.feedback,
            self.releases,
            self.corrections,
            self.dagster,
            self.temporary,
        )
        try:
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError("storage.workspace", path=error.filename or self.home, error=error.strerror) from error


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation. Sizes in MiB, times in seconds."""

    workspace: Workspace
    database_url: str
    workers: int
    engine_memory: int
    reader_memory: int
    reader_timeout: float
    releases_kept: int = 10
    # A load of more submissions of a province than this marks no files unasked (0: never).
    marked_submissions: int = 300
    # Provinces whose older learner ids are all registered: one that is unknown there is no id (IDN012, IDN013).
    filled_provinces: frozenset[str] = frozenset()

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read CSDL_HOME, CSDL_DATABASE_URL, CSDL_WORKERS, CSDL_ENGINE_MEMORY, CSDL_READER_MEMORY, CSDL_READER_TIMEOUT,
        CSDL_RELEASES_KEPT, CSDL_MARKED_SUBMISSIONS, CSDL_FILLED_PROVINCES.

        Raises SettingsError.
        """
        home = _home(os.environ.get("CSDL_HOME") or "data/workspace")
        return cls(
            workspace=Workspace(home),
            database_url=os.environ.get("CSDL_DATABASE_URL") or f"sqlite:///{home / 'csdl.sqlite'}",
            workers=int(number_from_environment("CSDL_WORKERS", os.cpu_count() or 1, most=1024)),
            engine_memory=int(number_from_environment("CSDL_ENGINE_MEMORY", 1500, most=_MOST_MEMORY)),
            reader_memory=int(number_from_environment("CSDL_READER_MEMORY", 1500, most=_MOST_MEMORY)),
            reader_timeout=number_from_environment("CSDL_READER_TIMEOUT", 60.0, most=DAY),
            releases_kept=int(number_from_environment("CSDL_RELEASES_KEPT", 10, most=1_000_000)),
            marked_submissions=int(number_from_environment("CSDL_MARKED_SUBMISSIONS", 300, least=0, most=1_000_000)),
            filled_provinces=_provinces(os.environ.get("CSDL_FILLED_PROVINCES", "")),
        )


def _home(text: str) -> Path:
    try:
        text.encode()
    except UnicodeEncodeError:
        # Neither database takes such a path, and it cannot be shown.
        raise SettingsError("settings.no_home") from None
    home = Path(text).resolve()
    # Dagster finds the settings of its instance by a pattern: with these signs it would find none, and run without them.
    if glob.escape(str(home)) != str(home):
        raise SettingsError("settings.pattern_home", path=home)
    return home


def _provinces(text: str) -> frozenset[str]:
    """Codes of provinces, of today or of before a merger; a misspelt one would silently protect nothing."""
    codes = frozenset(text.replace(",", " ").split())
    if not codes:
        return codes
    known = {unit.code for unit in load_catalogue().admin_units if unit.level == "province"}
    if unknown := sorted(codes - known):
        raise SettingsError("settings.no_province", unknown=", ".join(unknown))
    return codes


def number_from_environment(name: str, default: float, *, least: float = 1, most: int) -> float:
    """A number of the environment, ``default`` where it is unset or empty; raises SettingsError where it is none or out of range."""
    text = os.environ.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        raise SettingsError("settings.no_number", name=name, text=text) from None
    # "nan" is a number to Python, and less than none.
    if not least <= value <= most:
        raise SettingsError("settings.out_of_range", name=name, text=text, least=f"{least:g}", most=most)
    return value
