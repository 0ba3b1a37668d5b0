"""A listing as read → clean values.

A fault on an optional value costs that value; a fault on what a listing cannot be without costs the listing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, ValidationError

from directory.exchange.fitting import fit, summary_of
from directory.exchange.listings import Listing, Notice
from directory.exchange.settling import settle
from directory.resources.models import Organisation, Resource
from directory.resources.schemas import OrganisationSchema, ResourceSchema
from directory.taxonomy.category_words import Suggestion, suggest_categories
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Gazetteer, fold

_POINT = ("latitude", "longitude")
_READ_FOR_WORDS = 500  # characters of a description
_LEFT_OUT = "Valeur laissée de côté."


class Unacceptable(Exception):
    """The listing cannot be kept, for the reason that `notice` tells."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.reason)
        self.notice = notice


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells the faults of a listing in the words of its file. `otherwise` is the column of fields that have none."""

    listing: Listing
    columns: Mapping[str, str]
    otherwise: str = ""

    def notice(self, name: str, value: object, reason: str) -> Notice:
        origin = self.listing.origins[0]
        column = self.columns.get(name, self.otherwise or name)
        return Notice(origin.file, origin.line, column, "" if value is None else str(value), reason)


class Validator:
    """Checks listings against the schemas; `notices` gathers what the last ones lost."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.notices: list[Notice] = []
        self._organisations = OrganisationSchema()
        self._resources = ResourceSchema(gazetteer)

    def organisation(self, listing: Listing) -> dict[str, Any]:
        """Clean values of the organisation. Raises `Unacceptable`."""
        # Beside a resource, the columns are the resource's: only the one that names the organisation is its own.
        alone = listing.resource is None
        teller = _Teller(listing, listing.columns if alone else {}, listing.columns.get("organisation", ""))
        raw, shortened = fit(listing.organisation, Organisation)
        self.notices += [teller.notice(*fault) for fault in shortened]
        return self._load(self._organisations, raw, teller)

    def resource(self, listing: Listing) -> dict[str, Any]:
        """Clean values of the resource, its commune settled, its summary and categories completed.

        Raises `Unacceptable`, also when nothing tells where the service is or whom it serves.
        """
        teller = _Teller(listing, listing.columns)
        raw, shortened = fit(_summarised(listing.resource or {}), Resource)
        settled = settle(raw, self.gazetteer)
        told = [*shortened, settled.remark] if settled.remark else shortened
        self.notices += [teller.notice(*fault) for fault in told]
        clean = self._load(self._resources, settled.raw, teller)
        if not _has_a_place(clean):
            reason = "aucun lieu : ni commune, ni point, ni territoire desservi, et le service n’est pas à distance"
            raise Unacceptable(teller.notice("commune_name", raw.get("commune_name"), reason))
        return clean

    @staticmethod
    def suggestion(clean: Mapping[str, Any], organisation: Mapping[str, Any]) -> Suggestion | None:
        """Categories of a resource that its source leaves without any: its topics' secondary ones, else its words'."""
        if clean.get("categories"):
            return None
        topics = [vocabulary().topics[topic] for topic in clean.get("topics", ())]
        if secondary := tuple(dict.fromkeys(slug for topic in topics for slug in topic.secondary)):
            return Suggestion(secondary, tuple(topic.slug for topic in topics))
        texts = (clean["name"], organisation["name"], str(clean.get("description", ""))[:_READ_FOR_WORDS])
        return suggest_categories(texts, organisation.get("networks", ()))

    def _load(self, schema: Schema, raw: dict[str, Any], teller: _Teller) -> dict[str, Any]:
        """What `schema` accepts of `raw`. Faulty optional values are left out and told, one by one in lists."""
        while True:
            try:
                clean: dict[str, Any] = schema.load(raw)
            except ValidationError as error:
                messages = {name: _first(texts) for name, texts in error.messages_dict.items()}
                for name, reason in messages.items():
                    if name not in raw or schema.fields[name].required:
                        raise Unacceptable(teller.notice(name, raw.get(name), reason)) from error
                for name, reason in messages.items():
                    self._leave_out(schema, raw, name, reason, teller)
            else:
                return clean

    def _leave_out(self, schema: Schema, raw: dict[str, Any], name: str, reason: str, teller: _Teller) -> None:
        value = raw.pop(name, None)
        if name in _POINT:  # half a point is none
            for other in _POINT:
                raw.pop(other, None)
        if not isinstance(value, list):
            self.notices.append(teller.notice(name, value, f"{reason} {_LEFT_OUT}"))
            return
        kept = []
        for item in value:
            if fault := schema.validate({name: [item]}, partial=True).get(name):
                self.notices.append(teller.notice(name, item, f"{_first(fault)} {_LEFT_OUT}"))
            else:
                kept.append(item)
        if len(kept) == len(value):  # the list is at fault, none of its items
            self.notices.append(teller.notice(name, ", ".join(map(str, value)), f"{reason} {_LEFT_OUT}"))
        elif kept:
            raw[name] = kept


def _has_a_place(clean: Mapping[str, Any]) -> bool:
    """Whether somebody could find it: a commune, a point, territories served, or a service at a distance."""
    located = clean.get("commune_code") or clean.get("latitude") is not None or clean.get("coverage")
    return bool(located) or "a-distance" in clean.get("modes", ())


def _summarised(raw: Mapping[str, Any]) -> dict[str, Any]:
    """`raw` with a summary, unless its description says no more than its name."""
    summary = str(raw.get("summary") or summary_of(str(raw.get("description") or "")))
    same = fold(summary.rstrip(".")) == fold(str(raw.get("name") or "").rstrip("."))
    return {**raw, "summary": summary} if summary and not same else dict(raw)


def _first(messages: Any) -> str:
    """The first sentence of marshmallow's messages of one field, however deep."""
    while not isinstance(messages, str):
        messages = next(iter(messages.values() if isinstance(messages, dict) else messages), "valeur refusée")
    return messages
