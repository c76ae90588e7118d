"""The restricted tables: encrypted at rest (Parquet modular encryption), so that no plain text touches the disk.

One key of 32 bytes, used for footer and columns (AES-GCM with random nonces). pyarrow writes and reads them: DuckDB
1.5.5 needs an extension to write such files, and fails to decrypt them as soon as a query has a filter.
"""

import base64
import binascii
import os
import secrets
from pathlib import Path

import pyarrow.dataset as ds
import pyarrow.parquet as pq

# The stubs do not know the functions for direct keys.
from pyarrow.parquet.encryption import (  # type: ignore[attr-defined]
    create_decryption_properties,
    create_encryption_properties,
)

from pipelines.engine import Engine
from pipelines.errors import SettingsError
from pipelines.marts.build import mart_statement
from pipelines.settings import Workspace
from schemas.marts import load_marts

_KEY_BYTES = 32
_ROW_GROUP = 50_000


def restricted_key(workspace: Workspace) -> bytes:
    """The key from CSDL_RESTRICTED_KEY (hexadecimal or base64), else from ``restricted.key`` of the workspace.

    Raises SettingsError where there is none or it is not a key.
    """
    text = os.environ.get("CSDL_RESTRICTED_KEY")
    if text:
        return _decode(text, "CSDL_RESTRICTED_KEY")
    path = key_path(workspace)
    if not path.exists():
        raise SettingsError(f"There is no key to the restricted tables: set CSDL_RESTRICTED_KEY or put it in {path}.")
    return _decode(path.read_text(encoding="ascii"), str(path))


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


def _decode(text: str, source: str) -> bytes:
    text = text.strip()
    for decode in (bytes.fromhex, lambda t: base64.b64decode(t, validate=True)):
        try:
            key = decode(text)
        except (ValueError, binascii.Error):
            continue
        if len(key) == _KEY_BYTES:
            return key
    raise SettingsError(f"{source} is not a key of {_KEY_BYTES} bytes in hexadecimal or base64.")


def write_restricted(engine: Engine, folder: Path, key: bytes) -> dict[str, int]:
    """Write ``<folder>/<table>.parquet`` for every restricted mart, batch by batch; answers table → rows."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    for mart in load_marts():
        if mart.is_restricted:
            batches = engine.batches(mart_statement(mart), _ROW_GROUP)
            written = 0
            with pq.ParquetWriter(
                folder / f"{mart.name}.parquet",
                batches.schema,
                compression="zstd",
                use_dictionary=False,  # names and numbers hardly repeat: half the time, no larger
                encryption_properties=create_encryption_properties(key),
            ) as writer:
                for batch in batches:
                    writer.write_batch(batch, row_group_size=_ROW_GROUP)
                    written += batch.num_rows
            rows[mart.name] = written
    return rows


def read_restricted(path: Path, key: bytes) -> ds.Dataset:
    """An encrypted table as a dataset that decrypts what a query reads."""
    options = ds.ParquetFragmentScanOptions(decryption_properties=create_decryption_properties(key))
    return ds.dataset(path, format=ds.ParquetFileFormat(default_fragment_scan_options=options))
