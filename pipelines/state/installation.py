"""Whether a workspace and an operational database belong to each other.

Each keeps the id of the installation. With a wrong ``CSDL_DATABASE_URL`` or a lost database a load would give ids anew, publish from
an empty register and clear away staging files that the right database knows.
"""

import uuid

from sqlalchemy import Connection, insert, select
from sqlalchemy import Engine as Database

from pipelines.errors import SettingsError
from pipelines.settings import Settings, Workspace
from pipelines.state.database import lock_table, shown_url
from pipelines.state.models import Installation, Submission

# A folder of the archive: the first two digits of the hashes in it.
_ARCHIVED = "[0-9a-f][0-9a-f]"


def check_installation(settings: Settings, database: Database) -> None:
    """Raise SettingsError where workspace and database are not of one installation; the first time, make them one."""
    workspace = settings.workspace
    with database.begin() as connection:
        known, stored = _ids(connection, workspace)
        if not (known and stored):
            # Of first commands at once one makes the id, the others wait for it.
            lock_table(connection, Installation.__tablename__)
            known, stored = _ids(connection, workspace)
        if not (known == stored if known and stored else _share_past(connection, workspace)):
            raise SettingsError("settings.other_database", workspace=workspace.home, database=shown_url(database.url))
        installation_id = known or stored or uuid.uuid4().hex
        if not stored:
            connection.execute(insert(Installation), [{"installation_id": installation_id}])
        if not known:
            workspace.installation.write_text(f"{installation_id}\n", encoding="utf-8")


def _ids(connection: Connection, workspace: Workspace) -> tuple[str, str]:
    """The ids of the workspace and of the database, empty where there is none yet."""
    mark = workspace.installation
    known = mark.read_text(encoding="utf-8").strip() if mark.exists() else ""
    return known, connection.scalar(select(Installation.installation_id)) or ""


def _share_past(connection: Connection, workspace: Workspace) -> bool:
    """Both were used before, or neither: restored without the mark, or from before there was one."""
    has_submissions = connection.scalar(select(Submission.submission_id).limit(1)) is not None
    return has_submissions == any(workspace.archive.glob(_ARCHIVED))
