"""The key to the restricted tables: made once, kept by the installation."""

import base64
import binascii
import os
import secrets
from pathlib import Path

from pipelines.errors import SettingsError
from pipelines.settings import Workspace

_KEY_BYTES = 32


def restricted_key(workspace: Workspace) -> bytes:
    """The key from CSDL_RESTRICTED_KEY (hexadecimal or base64), else from ``restricted.key`` of the workspace.

    Raises SettingsError where there is none or it is not a key.
    """
    text = os.environ.get("CSDL_RESTRICTED_KEY")
    if text:
        return decode_key(text, "CSDL_RESTRICTED_KEY")
    path = key_path(workspace)
    if not path.exists():
        raise SettingsError("key.absent", path=path)
    return decode_key(path.read_text(encoding="ascii"), str(path))


def ensure_restricted_key(workspace: Workspace) -> bytes:
    """The key, made once (mode 0600) where the installation has none."""
    path = key_path(workspace)
    if not os.environ.get("CSDL_RESTRICTED_KEY") and not path.exists():
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
