"""The search log, without persons."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_log",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=True),
        sa.Column("query", sa.String(length=200), nullable=False),
        sa.Column("understood", sa.String(length=500), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("filters", sa.String(length=500), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("engine_ms", sa.SmallInteger(), nullable=True),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("few", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_log")),
    )
    op.create_index(op.f("ix_search_log_day"), "search_log", ["day"])
    op.create_index(op.f("ix_search_log_query"), "search_log", ["query"])


def downgrade() -> None:
    op.drop_table("search_log")
