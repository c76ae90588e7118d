"""How this installation reaches the population register, read from the environment."""

import os
from dataclasses import dataclass

import httpx

from pipelines.errors import VerificationError
from pipelines.publication.keys import decode_key
from pipelines.settings import DAY, number_from_environment


@dataclass(frozen=True)
class ServiceAccess:
    """The HTTP service: its address, our token, and how hard it may be pressed. Times in seconds.

    ``rate``: requests a second at most; ``concurrency``: requests under way at once; ``first_pause``: the most that is
    waited after a first failure, doubled after each other one; ``patience``: the longest wait that the service may ask for.
    """

    url: str
    token: str
    batch_size: int = 500
    concurrency: int = 4
    rate: float = 10.0
    timeout: float = 30.0
    attempts: int = 6
    first_pause: float = 1.0
    patience: float = 600.0

    @property
    def place(self) -> str:
        """Scheme, host and port, to be shown: the rest of the address may hold secrets."""
        url = httpx.URL(self.url)
        return str(httpx.URL(scheme=url.scheme, host=url.host, port=url.port))

    @classmethod
    def from_environment(cls) -> "ServiceAccess":
        """Read CSDL_REGISTER_URL, CSDL_REGISTER_TOKEN (both needed; VerificationError), CSDL_REGISTER_BATCH,
        CSDL_REGISTER_CONCURRENCY, CSDL_REGISTER_RATE, CSDL_REGISTER_TIMEOUT, CSDL_REGISTER_ATTEMPTS (SettingsError).
        """
        return cls(
            url=_address(_needed("http", "CSDL_REGISTER_URL")),
            token=_token(_needed("http", "CSDL_REGISTER_TOKEN")),
            batch_size=int(number_from_environment("CSDL_REGISTER_BATCH", cls.batch_size, most=100_000)),
            concurrency=int(number_from_environment("CSDL_REGISTER_CONCURRENCY", cls.concurrency, most=1000)),
            rate=number_from_environment("CSDL_REGISTER_RATE", cls.rate, least=0.01, most=1_000_000),
            timeout=number_from_environment("CSDL_REGISTER_TIMEOUT", cls.timeout, least=0.1, most=DAY),
            attempts=int(number_from_environment("CSDL_REGISTER_ATTEMPTS", cls.attempts, most=1000)),
        )


def configured_channel() -> str:
    """The channel of CSDL_REGISTER_CHANNEL, empty where none is configured."""
    return os.environ.get("CSDL_REGISTER_CHANNEL", "")


def exchange_secret() -> bytes:
    """The secret that signs exchanged files: 32 bytes from CSDL_REGISTER_SECRET; raises VerificationError, SettingsError."""
    return decode_key(_needed("batch", "CSDL_REGISTER_SECRET"), "CSDL_REGISTER_SECRET")


def _address(text: str) -> str:
    """An address that a path can be put behind; it is not repeated where it is none, for there may be a secret in it."""
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise VerificationError("verification.no_url") from None
    # A user and password of the address would be sent in the place of our token.
    if url.scheme not in ("http", "https") or not url.host or any(mark in text for mark in "@?#"):
        raise VerificationError("verification.no_url")
    return text.rstrip("/")


def _token(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise VerificationError("verification.no_token")
    return text


def _needed(channel: str, name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise VerificationError("verification.no_setting", channel=channel, name=name)
    return value
