"""Listings are read after they are written, once, with one model, and nobody waits for it."""

from __future__ import annotations

import numpy as np
import pytest
import sqlalchemy as sa

from directory.database import Database
from directory.resources.models import Resource, ResourceVector
from directory.resources.published import published
from directory.resources.status import Status
from directory.search import listing_vectors
from directory.search.documents import document_of
from directory.search.embedding.embedder import EmbedderFailed
from directory.search.listing_vectors import LONGEST, ListingVectors, telling_text
from directory.search.need_space import need_space
from directory.search.records import count_read
from directory.territories.gazetteer import Gazetteer
from indexing.fields import ABOUT_BYTES
from tests.directory.resources.listings import LATER, empty_queue, listing, queued, save_all
from tests.directory.search.embedding.counting import CountingEmbedder


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def vectors(database: Database, embedder: CountingEmbedder) -> ListingVectors:
    return ListingVectors(database, embedder)


def read_all(vectors: ListingVectors) -> int:
    done = 0
    while step := vectors.step():
        done += step
    return done


def kept(database: Database) -> dict[str, ResourceVector]:
    with database.reading() as session:
        return {row.resource_id: row for row in session.scalars(sa.select(ResourceVector))}


@pytest.mark.parametrize(
    ("name", "summary", "description", "told"),
    [
        ("Colis", "", "", "Colis."),
        (
            "Colis",
            "Des vivres.",
            "Le **mardi**,\n\nsur [appel](https://a.fr)",
            "Colis. Des vivres. Le mardi, sur",
        ),
        ("Colis", "Des vivres pour…", "Des vivres pour tous", "Colis. Des vivres pour… tous"),
        ("Colis", "Des vivres.", "Des  vivres. Et du lait.", "Colis. Des vivres. Et du lait."),
    ],
)
def test_a_listing_tells_its_name_its_summary_and_what_comes_next(
    name: str, summary: str, description: str, told: str
) -> None:
    assert telling_text(Resource(name=name, summary=summary, description=description)).startswith(told)
    assert len(telling_text(Resource(name=name, summary=summary, description="mot " * 500))) <= LONGEST


def test_each_is_read_once_and_the_index_is_asked_to_look_again(
    database: Database, vectors: ListingVectors, embedder: CountingEmbedder
) -> None:
    names = [f"Colis {number}" for number in range(3)]
    items = [listing(name) for name in names]
    save_all(database, *items)
    save_all(database, listing("Brouillon"), status=Status.DRAFT)
    empty_queue(database)
    assert vectors.waiting() == 3
    assert [vectors.step(2), vectors.step(2), vectors.step(2)] == [2, 1, 0]
    assert vectors.waiting() == 0
    assert embedder.asked == [f"{name}." for name in sorted(names, key=lambda name: listing(name).resource_id)]
    assert sorted(queued(database)) == sorted(kept(database)) == sorted(item.resource_id for item in items)
    with database.reading() as session:
        assert count_read(session) == 3


def test_what_was_read_places_the_document(database: Database, vectors: ListingVectors, gazetteer: Gazetteer) -> None:
    save_all(database, listing("Réparer sa voiture au garage solidaire"))
    with database.reading() as session:
        (unread,) = published(session)
    assert document_of(unread, gazetteer).about == b""
    read_all(vectors)
    with database.reading() as session:
        (read,) = published(session)
    about = np.frombuffer(document_of(read, gazetteer).about, np.int8)
    assert about.shape == (ABOUT_BYTES,)
    (again,) = CountingEmbedder().embed(["Réparer sa voiture au garage solidaire."])
    space = need_space(CountingEmbedder().name)
    assert space is not None
    assert np.abs(space.place(again).astype(int) - about).max() <= 1


def test_it_is_read_again_when_its_words_change_and_only_then(
    database: Database, vectors: ListingVectors, embedder: CountingEmbedder
) -> None:
    save_all(database, listing())
    read_all(vectors)
    (before,) = kept(database).values()
    save_all(database, listing(phone="+33563000000"), now=LATER)
    empty_queue(database)
    assert vectors.waiting() == 1
    assert read_all(vectors) == 1
    assert len(embedder.asked) == 1
    assert queued(database) == []
    save_all(database, listing(summary="Des vivres pour la semaine."), now=LATER)
    empty_queue(database)
    assert read_all(vectors) == 1
    assert embedder.asked[1:] == ["Colis alimentaire. Des vivres pour la semaine."]
    (after,) = kept(database).values()
    assert queued(database) == [after.resource_id]
    assert (before.version, after.version) == (1, 3)
    assert after.vector != before.vector


def test_what_changed_while_it_was_read_is_read_again(
    database: Database, vectors: ListingVectors, embedder: CountingEmbedder
) -> None:
    save_all(database, listing())
    embedder.meanwhile = lambda: save_all(database, listing(summary="Des vivres."), now=LATER)
    assert vectors.step() == 1
    embedder.meanwhile = lambda: None
    assert read_all(vectors) == 1
    assert embedder.asked[-1] == "Colis alimentaire. Des vivres."


def test_what_was_deleted_while_it_was_read_leaves_no_trace(
    database: Database, vectors: ListingVectors, embedder: CountingEmbedder
) -> None:
    save_all(database, listing("Un"), listing("Deux"))
    read_all(vectors)
    save_all(database, listing("Un", summary="Autre"), listing("Deux", summary="Autre"), now=LATER)

    def delete_one() -> None:
        with database.transaction() as session:
            session.execute(sa.delete(Resource).where(Resource.name == "Un"))

    embedder.meanwhile = delete_one
    vectors.step()
    assert list(kept(database)) == [listing("Deux").resource_id]


def test_vectors_of_another_model_go_before_any_is_made(
    database: Database, vectors: ListingVectors, embedder: CountingEmbedder
) -> None:
    items = [listing("Un"), listing("Deux")]
    save_all(database, *items)
    read_all(vectors)
    with database.transaction() as session:
        session.execute(sa.update(ResourceVector).values(model="former"))
    empty_queue(database)
    embedder.broken = True
    with pytest.raises(EmbedderFailed):
        vectors.step()
    assert kept(database) == {}
    assert sorted(queued(database)) == sorted(item.resource_id for item in items)


def test_an_embedder_that_fails_changes_nothing(
    database: Database, vectors: ListingVectors, embedder: CountingEmbedder
) -> None:
    save_all(database, listing())
    empty_queue(database)
    embedder.broken = True
    with pytest.raises(EmbedderFailed):
        vectors.step()
    assert (queued(database), kept(database), vectors.waiting()) == ([], {}, 1)


def test_without_an_embedder_or_a_place_for_its_vectors_nothing_is_read(
    database: Database, embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_all(database, listing())
    off = ListingVectors(database, None)
    assert (off.waiting(), off.step()) == (0, 0)
    monkeypatch.setattr(listing_vectors, "need_space", lambda _model: None)
    unknown = ListingVectors(database, embedder)
    assert (unknown.waiting(), unknown.step(), embedder.asked) == (0, 0, [])
