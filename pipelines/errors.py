"""The few exceptions of csdl. Each says where, what and how to mend; bad data is a finding, never an exception."""


class CsdlError(Exception):
    """Something that csdl cannot go on with; the message is fit for the person at the terminal."""


class SettingsError(CsdlError):
    """An environment variable or a file of the workspace is unusable."""


class UnknownPeriodError(CsdlError):
    """A period is not of the form 2025-2026-dau-nam."""


class AuditError(CsdlError):
    """A release failed its audit; the current release stays in place."""


class ReleaseError(CsdlError):
    """A release that was asked for does not exist or is damaged."""


class StorageError(CsdlError):
    """The workspace cannot be written: a full disk or missing rights."""


class DeliveryError(CsdlError):
    """Something that was handed in cannot be taken: no such file, an unreadable one, an impossible sender code."""


class RegisterError(CsdlError):
    """A register of persons cannot take what it is asked to."""


class UnsuitableWorkbookError(CsdlError):
    """A workbook is no package of XML that can be given back annotated; a copy of its cells can (``copy_of``)."""
