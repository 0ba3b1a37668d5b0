"""How a document is stored."""

from __future__ import annotations

import random
import uuid

import pytest

from indexing.embedded.schema import ABOUT_NUMBERS, build_schema, id_order, schedule_key, stored_form
from indexing.fields import FIELDS, Kind
from tests.contract.documents import document


def test_ids_keep_their_order_as_numbers() -> None:
    chance = random.Random(82)
    uuids = [str(uuid.UUID(int=chance.getrandbits(128))) for _ in range(500)]
    assert sorted(uuids) == sorted(uuids, key=id_order)
    names = ["a", "ab", "abc", "b", "éa", "resource-000000001", "zz"]
    assert sorted(names, key=lambda name: name.encode()) == sorted(names, key=id_order)


def test_a_schedule_has_one_number_and_the_unknown_one_zero() -> None:
    assert schedule_key("") == 0
    assert schedule_key("Mo 09:00-12:00") == schedule_key("Mo 09:00-12:00") != schedule_key("Mo 09:00-12:30")


@pytest.mark.parametrize(
    "changes",
    [
        {"card": {"x": object()}},
        {"version": "1"},
        {"point": ("44", "1")},
        {"completeness": None},
        {"covers": (3,)},
        {"summary": "\ud800"},
        {"version": 2**70},
        {"about": b"63 bytes too few"},
    ],
)
def test_a_value_that_does_not_fit_is_an_error_of_that_document(changes: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError, OverflowError)):
        stored_form(document("Un", **changes), 1, build_schema())


def test_every_declared_field_is_in_the_schema() -> None:
    stored = stored_form(document("Un", summary="s", kind="k", organisation="o"), 1, build_schema()).to_dict()
    apart = (Kind.POINT, Kind.VECTOR)
    missing = [field.name for field in FIELDS if field.name not in stored and field.kind not in apart]
    assert {"latitude", "longitude", *ABOUT_NUMBERS} <= stored.keys()
    assert all(not getattr(document("Un", summary="s", kind="k", organisation="o"), name) for name in missing)
