"""The record: organisations, resources, the index queue."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

LIST = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "index_queue",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("resource_id", sa.String(length=36), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_queue")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_index_queue_resource_id"), "index_queue", ["resource_id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("website", sa.String(length=2000), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("networks", LIST, nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_organisation_source_external_id")),
    )
    op.create_table(
        "resource",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("summary", sa.String(length=280), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("topics", LIST, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("audiences", LIST, nullable=False),
        sa.Column("audiences_details", sa.Text(), nullable=False),
        sa.Column("access_conditions", sa.Text(), nullable=False),
        sa.Column("documents_to_bring", LIST, nullable=False),
        sa.Column("cost", sa.String(length=40), nullable=True),
        sa.Column("cost_details", sa.Text(), nullable=False),
        sa.Column("modes", LIST, nullable=False),
        sa.Column("callers", LIST, nullable=False),
        sa.Column("contact_channels", LIST, nullable=False),
        sa.Column("first_step", sa.String(length=280), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("website", sa.String(length=2000), nullable=True),
        sa.Column("booking_url", sa.String(length=2000), nullable=True),
        sa.Column("contact_name", sa.String(length=150), nullable=False),
        sa.Column("opening_hours", sa.Text(), nullable=False),
        sa.Column("opening_hours_note", sa.Text(), nullable=False),
        sa.Column("closures", LIST, nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.Column("address_details", sa.String(length=255), nullable=False),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("commune_name", sa.String(length=100), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("point_source", sa.String(length=20), nullable=True),
        sa.Column("point_score", sa.Float(), nullable=True),
        sa.Column("languages", LIST, nullable=False),
        sa.Column("accessibility", sa.Text(), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=True),
        sa.Column("capacity_on", sa.Date(), nullable=True),
        sa.Column("adviser_note", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(length=150), nullable=False),
        sa.Column("verified_how", sa.String(length=150), nullable=False),
        sa.Column("review_every_days", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("source_url", sa.String(length=2000), nullable=True),
        sa.Column("source_updated_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_resource_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("slug", name=op.f("uq_resource_slug")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_resource_source_external_id")),
    )
    op.create_index("ix_resource_organisation_id", "resource", ["organisation_id"])
    op.create_index("ix_resource_status_id", "resource", ["status", "id"])
    op.create_index("ix_resource_facts", "resource", ["status", "verified_on", "updated_at"])

    op.create_table(
        "resource_category",
        sa.Column("resource_id", sa.String(length=36), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_category_resource_id_resource"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("resource_id", "category", name=op.f("pk_resource_category")),
    )
    op.create_index(op.f("ix_resource_category_category"), "resource_category", ["category"], unique=False)

    op.create_table(
        "resource_coverage",
        sa.Column("resource_id", sa.String(length=36), nullable=False),
        sa.Column("territory_id", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_coverage_resource_id_resource"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("resource_id", "territory_id", name=op.f("pk_resource_coverage")),
    )
    op.create_index(op.f("ix_resource_coverage_territory_id"), "resource_coverage", ["territory_id"], unique=False)


def downgrade() -> None:
    op.drop_table("resource_coverage")
    op.drop_table("resource_category")

    op.drop_table("resource")
    op.drop_table("organisation")
    op.drop_table("index_queue")
