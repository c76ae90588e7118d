"""The channels of this installation."""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine as Database

from pipelines.errors import VerificationError
from pipelines.settings import Settings
from pipelines.verification.access import ServiceAccess, configured_channel, exchange_secret
from pipelines.verification.channel import Channel
from pipelines.verification.file_exchange import FileExchange
from pipelines.verification.http_service import HttpService
from pipelines.verification.ledger import open_partitions


def open_channel(settings: Settings, database: Database, today: date, name: str = "") -> Channel:
    """The channel ``http`` or ``batch``, or the one of CSDL_REGISTER_CHANNEL; raises VerificationError, SettingsError.

    The batch channel exchanges files in ``out/`` and ``in/`` of the workspace.
    """
    name = name or configured_channel()
    if name == "http":
        return HttpService(ServiceAccess.from_environment(), today)
    if name == "batch":
        folder = settings.workspace.register_exchange
        return open_exchange(database, today, outbox=folder / "out", inbox=folder / "in")
    if name:
        raise VerificationError("verification.unknown_channel", channel=name)
    raise VerificationError("verification.no_channel")


def open_exchange(
    database: Database, today: date, *, outbox: Path | None = None, inbox: Path | None = None
) -> FileExchange:
    """The batch channel with folders of its own; raises VerificationError, SettingsError."""
    return FileExchange(outbox, inbox, exchange_secret(), open_partitions(database, "batch").keys(), today)
