"""The record: organisations, their resources, and the queue of resources the index must look at again.

Lists that are only carried (topics, audiences, modes…) are JSON columns. Categories and coverage are tables,
because the record itself is asked for them (browsing when the search is down, territories in use).
Values come from `directory.taxonomy`; territories are ids of `directory.territories` such as `commune-82121`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Float, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.database import Base, Moment, utc_now

StringList = JSON().with_variant(JSONB(), "postgresql")


class Organisation(Base):
    """Who offers. `(source, external_id)` names it in the base it came from; ids are UUIDv5 of that pair."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("source", "external_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    siret: Mapped[str | None] = mapped_column(String(14))
    description: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str | None] = mapped_column(String(2000))
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    networks: Mapped[list[str]] = mapped_column(StringList, default=list)
    source: Mapped[str] = mapped_column(String(100))
    external_id: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)

    resources: Mapped[list[Resource]] = relationship(back_populates="organisation")


class Resource(Base):
    """One service of an organisation at a place, or remote: the unit people search, print and verify."""

    __tablename__ = "resource"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ix_resource_status_id", "status", "id"),  # reading all that is published, in order
        Index("ix_resource_facts", "status", "verified_on", "updated_at"),  # the state of the base, on the home page
        Index("ix_resource_organisation_id", "organisation_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)  # set once: it is printed and shared
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(150))
    summary: Mapped[str] = mapped_column(String(280), default="")
    description: Mapped[str] = mapped_column(Text, default="")  # Markdown, sanitised when shown
    topics: Mapped[list[str]] = mapped_column(StringList, default=list)
    kind: Mapped[str | None] = mapped_column(String(40))
    audiences: Mapped[list[str]] = mapped_column(StringList, default=list)
    audiences_details: Mapped[str] = mapped_column(Text, default="")
    access_conditions: Mapped[str] = mapped_column(Text, default="")
    documents_to_bring: Mapped[list[str]] = mapped_column(StringList, default=list)
    cost: Mapped[str | None] = mapped_column(String(40))
    cost_details: Mapped[str] = mapped_column(Text, default="")
    modes: Mapped[list[str]] = mapped_column(StringList, default=list)
    callers: Mapped[list[str]] = mapped_column(StringList, default=list)  # who may call: usagers, professionnels
    contact_channels: Mapped[list[str]] = mapped_column(StringList, default=list)
    first_step: Mapped[str] = mapped_column(String(280), default="")
    phone: Mapped[str | None] = mapped_column(String(20))  # E.164 (+33563…) or a short number (3949)
    email: Mapped[str | None] = mapped_column(String(254))
    website: Mapped[str | None] = mapped_column(String(2000))
    booking_url: Mapped[str | None] = mapped_column(String(2000))
    contact_name: Mapped[str] = mapped_column(String(150), default="")  # professionals only
    opening_hours: Mapped[str] = mapped_column(Text, default="")  # OpenStreetMap syntax; "" = unknown
    opening_hours_note: Mapped[str] = mapped_column(Text, default="")
    closures: Mapped[list[dict[str, str]]] = mapped_column(StringList, default=list)  # {"from","to","reason"}
    address: Mapped[str] = mapped_column(String(255), default="")
    address_details: Mapped[str] = mapped_column(String(255), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    commune_code: Mapped[str | None] = mapped_column(String(5))
    commune_name: Mapped[str] = mapped_column(String(100), default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    point_source: Mapped[str | None] = mapped_column(String(20))  # source | geocoder | commune | person
    point_score: Mapped[float | None] = mapped_column(Float)  # 0..1, the geocoder's own confidence
    languages: Mapped[list[str]] = mapped_column(StringList, default=list)  # ISO 639-1, and "lsf"
    accessibility: Mapped[str] = mapped_column(Text, default="")
    capacity: Mapped[str | None] = mapped_column(String(20))  # open | limited | full
    capacity_on: Mapped[date | None] = mapped_column(Date)
    adviser_note: Mapped[str] = mapped_column(Text, default="")  # professionals only
    status: Mapped[str] = mapped_column(String(20), default="draft")
    verified_on: Mapped[date | None] = mapped_column(Date)  # a person confirmed; never moved by an import or an edit
    verified_by: Mapped[str] = mapped_column(String(150), default="")
    verified_how: Mapped[str] = mapped_column(String(150), default="")
    review_every_days: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(100))
    external_id: Mapped[str] = mapped_column(String(255))
    source_url: Mapped[str | None] = mapped_column(String(2000))
    source_updated_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer, default=1)  # grows by one at each stored change
    created_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)

    organisation: Mapped[Organisation] = relationship(back_populates="resources")
    category_rows: Mapped[list[ResourceCategory]] = relationship(
        cascade="all, delete-orphan", order_by="ResourceCategory.position", lazy="selectin"
    )
    coverage_rows: Mapped[list[ResourceCoverage]] = relationship(
        cascade="all, delete-orphan", order_by="ResourceCoverage.territory_id", lazy="selectin"
    )
    vector: Mapped[ResourceVector | None] = relationship(viewonly=True)

    @property
    def categories(self) -> list[str]:
        """Slugs of the categories, most fitting first."""
        return [row.category for row in self.category_rows]

    @property
    def coverage(self) -> list[str]:
        """Ids of the territories served; empty means unknown."""
        return [row.territory_id for row in self.coverage_rows]


class ResourceCategory(Base):
    """A category of a resource; position 0 is the first one shown."""

    __tablename__ = "resource_category"

    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True)
    category: Mapped[str] = mapped_column(String(60), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)


class ResourceCoverage(Base):
    """A territory a resource serves."""

    __tablename__ = "resource_coverage"

    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True)
    territory_id: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)


class ResourceVector(Base):
    """What an embedder made of the text of a resource (`search.listing_vectors`); it can always be made again."""

    __tablename__ = "resource_vector"

    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)  # of the resource, when its text was last looked at
    model: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))  # SHA-256 of what was read
    vector: Mapped[bytes] = mapped_column(LargeBinary)  # numbers of half precision, little-endian


class IndexQueueEntry(Base):
    """A resource the index must look at again. Written in the transaction of the change it follows; holds only an id.

    `id` orders the queue; the drain re-reads the resource, so several entries of one resource cost one look.
    """

    __tablename__ = "index_queue"
    __table_args__ = ({"sqlite_autoincrement": True},)  # an id is never used twice, so "entries up to N" stays true

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    resource_id: Mapped[str] = mapped_column(String(36), index=True)  # no foreign key: it outlives the resource
    queued_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)


def plain(record: Base) -> dict[str, Any]:
    """Column values of `record` by name, for comparing two states of it."""
    return {column.key: getattr(record, column.key) for column in record.__table__.columns}
