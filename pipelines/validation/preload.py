"""What every process of passes would load for itself, loaded once: they are forked from a process that has imported this."""

import alembic.command
import alembic.config
import alembic.runtime.migration
import alembic.script

import pipelines.validation.passes
from schemas.catalogue import load_catalogue

__all__ = ["alembic", "pipelines"]

load_catalogue()
