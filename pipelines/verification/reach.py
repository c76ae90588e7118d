"""Can the configured channel to the population register be used? Nobody is asked about."""

import os

import httpx

from pipelines.errors import VerificationError
from pipelines.settings import Settings
from pipelines.verification.access import ServiceAccess, configured_channel, exchange_secret
from pipelines.verification.http_service import FORBIDDEN, PATH

# Seconds: somebody waits for the answer.
_TIMEOUT = 5.0


def reach_register(settings: Settings) -> str:
    """What the channel of CSDL_REGISTER_CHANNEL answers, empty where none is configured.

    Raises VerificationError and SettingsError as ``open_channel`` does, and where the service cannot be reached or does not accept us;
    PermissionError where files cannot be exchanged.
    """
    channel = configured_channel()
    if channel == "http":
        return f"http, {_knock(ServiceAccess.from_environment())}"
    if channel == "batch":
        exchange_secret()
        folder = settings.workspace.register_exchange
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(folder)
        return f"batch, {folder}"
    if channel:
        raise VerificationError("verification.unknown_channel", channel=channel)
    return ""


def _knock(access: ServiceAccess) -> str:
    """Any answer to a request without a body means that somebody is there."""
    headers = {"Authorization": f"Bearer {access.token}"}
    try:
        response = httpx.head(access.url + PATH, headers=headers, timeout=_TIMEOUT)
    except httpx.TransportError as error:
        raise VerificationError("verification.unreachable", url=access.place, reason=type(error).__name__) from error
    if response.status_code in FORBIDDEN:
        raise VerificationError("verification.forbidden", status=response.status_code)
    return f"{access.place}, HTTP {response.status_code}"
