from __future__ import annotations

from directory.exchange.ledger import Ledger, Seen, digest_of
from directory.exchange.listings import Origin

FIRST = Origin("a.csv", 2)


def test_the_first_of_an_id_stays() -> None:
    with Ledger() as ledger:
        ledger.add_organisation("dora", Seen("d1", FIRST, {"external_id": "1", "name": "CAF"}))
        ledger.add_organisation("dora", Seen("d2", Origin("a.csv", 3), {"external_id": "1", "name": "C.A.F."}))
        assert ledger.organisation("dora", "1") == Seen("d1", FIRST, {"external_id": "1", "name": "CAF"})
        assert ledger.organisation("soliguide", "1") is None


def test_sources_are_those_of_resources() -> None:
    with Ledger() as ledger:
        ledger.add_organisation("dora", Seen("d", FIRST, {"external_id": "1"}))
        ledger.add_resource("cd82", "9", "d", FIRST)
        assert ledger.sources_of_resources() == ["cd82"]
        assert ledger.resource("cd82", "9") is not None


def test_a_digest_depends_on_values_and_not_on_their_order() -> None:
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})
