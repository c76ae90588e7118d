"""What the assets need from outside: the installation (settings and database) and the log of the terminal."""

import logging
from collections.abc import Mapping

import dagster as dg
from pydantic import PrivateAttr
from sqlalchemy import Engine as Database

from pipelines.settings import Settings
from pipelines.state.database import open_database
from pipelines.state.installation import check_installation
from pipelines.texts import for_terminal


class Installation(dg.ConfigurableResource[None]):
    """The settings of the environment (CSDL_HOME, CSDL_DATABASE_URL, …) and the operational database they name."""

    _settings: Settings = PrivateAttr()
    _database: Database = PrivateAttr()

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        self._settings = Settings.from_environment()
        self._settings.workspace.create()
        self._database = open_database(self._settings.database_url)
        check_installation(self._settings, self._database)

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        self._database.dispose()

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def database(self) -> Database:
        return self._database


class _Said(logging.Filter):
    """Lets through what the steps say, as they said it; what Dagster records of itself is on its page."""

    def filter(self, record: logging.LogRecord) -> bool:
        about = record.__dict__["dagster_meta"]
        record.said = for_terminal(about["orig_message"])
        return about["dagster_event"] is None


# Run config that makes a run speak to the terminal through ``console`` instead of telling everything it does.
PLAIN_LOG: Mapping[str, object] = {"loggers": {"console": {}}}


@dg.logger(None, "What the steps say, one plain line each.")
def console(_context: dg.InitLoggerContext) -> logging.Logger:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(said)s"))
    handler.addFilter(_Said())
    logger = logging.Logger("csdl", level=logging.INFO)
    logger.addHandler(handler)
    return logger
