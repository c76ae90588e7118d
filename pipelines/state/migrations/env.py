"""Alembic's entry: migrations run on the connection that ``open_database`` hands over."""

from alembic import context

from pipelines.state import decisions, persons, reviews, verification  # noqa: F401  # their tables belong to the metadata
from pipelines.state.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
