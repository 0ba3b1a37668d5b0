"""Alembic's entry: migrates the engine that `Database.alembic_config` hands over."""

from alembic import context

from directory.database import Base
from directory.resources import models  # noqa: F401  (registers the tables that autogenerate compares)
from directory.search import models as search_models  # noqa: F401

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
