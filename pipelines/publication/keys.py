"""The key to the restricted tables: made once, kept by the installation."""

import base64
import binascii
import os
import secrets
from pathlib import Path

from pipelines.errors import SettingsError
from pipelines.settings import Workspace

_KEY_BYTES = 32
_SETTING = "CSDL_RESTRICTED_KEY"


def restricted_key(workspace: Workspace) -> bytes:
    """The key from CSDL_RESTRICTED_KEY (hexadecimal or base64), else from ``restricted.key`` of the workspace.

    Raises SettingsError where there is none or it is not a key.
    """
    source = key_source(workspace)
    if not source:
        raise SettingsError("key.absent", path=key_path(workspace))
    text = os.environ[_SETTING] if source == _SETTING else Path(source).read_text(encoding="ascii", errors="replace")
    return decode_key(text, source)


def key_source(workspace: Workspace) -> str:
    """Where the key is taken from, CSDL_RESTRICTED_KEY or a path; empty where there is none."""
    path = key_path(workspace)
    return _SETTING if os.environ.get(_SETTING) else str(path) if path.exists() else ""


def ensure_restricted_key(workspace: Workspace) -> bytes:
    """The key, made once (mode 0600) where the installation has none."""
    if not key_source(workspace):
        path = key_path(workspace)
        partial = path.with_name(".restricted.key.partial")
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(_KEY_BYTES) + "\n")
        partial.replace(path)
    return restricted_key(workspace)


def key_path(workspace: Workspace) -> Path:
    return workspace.home / "restricted.key"


def decode_key(text: str, source: str) -> bytes:
    """32 bytes from hexadecimal or base64; raises SettingsError, which names their ``source``."""
    text = text.strip()
    for decode in (bytes.fromhex, lambda t: base64.b64decode(t, validate=True)):
        try:
            key = decode(text)
        except (ValueError, binascii.Error):
            continue
        if len(key) == _KEY_BYTES:
            return key
    raise SettingsError("key.unusable", source=source, bytes=_KEY_BYTES)
