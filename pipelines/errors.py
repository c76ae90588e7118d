"""The few exceptions of csdl. Each says where, what and how to mend; bad data is a finding, never an exception."""

import os
from pathlib import Path

# What DuckDB says where a signal comes while a statement runs, whatever the signal would have raised.
QUERY_INTERRUPTED = "Query interrupted"


class CsdlError(Exception):
    """Something that csdl cannot go on with, told to the person at the terminal in the chosen language.

    ``key`` names its text in ``errors.csv``; ``values`` fill the text's placeholders.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        from pipelines.texts import Texts  # which has an error of its own to raise

        texts = Texts(Path(__file__).with_name("errors.csv"), "en" if os.environ.get("CSDL_LANG") == "en" else "vi")
        return texts(self.key, **self.values)


class SettingsError(CsdlError):
    """An environment variable or a file of the workspace is unusable."""


class UnknownPeriodError(CsdlError):
    """A period is not of the form 2025-2026-dau-nam."""


class UnknownNameError(CsdlError):
    """A sender, period or area that a person named is not there."""


class AuditError(CsdlError):
    """A release failed its audit; the current release stays in place."""


class ReleaseError(CsdlError):
    """A release that was asked for does not exist or is damaged."""


class StorageError(CsdlError):
    """The workspace cannot be written (a full disk, missing rights), or the operational database not be used."""


class DeliveryError(CsdlError):
    """Something that was handed in cannot be taken: no such file, an unreadable one, an impossible sender code."""


class OutputError(CsdlError):
    """A file cannot be written where it was asked for."""


class RegisterError(CsdlError):
    """A register of persons cannot take what it is asked to."""


class RuleError(CsdlError):
    """A rule that was asked for does not exist."""


class ReviewError(CsdlError):
    """A decision about persons names something that is not there, or may not be made so."""


class UnsuitableWorkbookError(Exception):
    """Never seen by people: a workbook is no package of XML that can be given back annotated; a copy of its cells can (``copy_of``)."""


class MappingError(CsdlError):
    """A decision about headers or codes names something that is not there."""


class DecisionError(CsdlError):
    """An explanation or a waiver of something that is not there, or that may not be decided so."""


class CorrectionError(CsdlError):
    """A row of corrections cannot be used, or no longer finds its cell."""


class VerificationError(CsdlError):
    """The population register cannot be asked, or what came back from it cannot be taken."""
