"""Workbooks that Excel encrypts with a password that everybody has: it opens them without asking.

An .xls with a protected sheet or structure is such a one.
"""

import io

_PASSWORD = "VelvetSweatshop"
# Rounds of hashing that a workbook may ask for; Excel asks for 100 000, and a hostile one for any number.
_MOST_ROUNDS = 1_000_000


def decrypted(content: bytes) -> bytes | None:
    """The workbook as it would be without encryption; None where it has another password, or cannot be decrypted."""
    # Few files need them.
    from msoffcrypto import OfficeFile  # type: ignore[import-untyped]  # ships no types
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]  # ships no types

    plain = io.BytesIO()
    try:
        workbook = OfficeFile(io.BytesIO(content))
        if not isinstance(workbook, OOXMLFile):
            workbook.load_key(_PASSWORD)
        elif workbook.info.get("spinValue", 0) > _MOST_ROUNDS:
            return None
        else:
            workbook.load_key(_PASSWORD, verify_password=True)
        workbook.decrypt(plain)
    except MemoryError:
        raise
    except Exception:
        # Of a file from a stranger it may be any.
        return None
    return plain.getvalue()
