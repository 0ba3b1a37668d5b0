"""A listing as read → clean values.

A fault on an optional value costs that value; a fault on what a listing cannot be without costs the listing.
"""

from __future__ import annotations

from collections.abc import Mapping
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


class Unacceptable(Exception):
    """The listing cannot be kept, for the reason that `notice` tells."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.reason)
        self.notice = notice


class Validator:
    """Checks listings against the schemas; `notices` gathers what the last ones lost."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.notices: list[Notice] = []
        self._organisations = OrganisationSchema()
        self._resources = ResourceSchema(gazetteer)

    def organisation(self, listing: Listing) -> dict[str, Any]:
        """Clean values of the organisation. Raises `Unacceptable`."""
        raw, shortened = fit(listing.organisation, Organisation)
        # Beside a resource, the columns are the resource's: only the column that names the organisation is its own.
        columns = listing.columns if listing.resource is None else {}
        clean = self._load(self._organisations, raw, listing, columns, listing.columns.get("organisation"))
        for name, value, reason in shortened:
            self._tell(listing, columns.get(name, name), value, reason)
        return clean

    def resource(self, listing: Listing) -> dict[str, Any]:
        """Clean values of the resource, its commune settled, its summary and categories completed.

        Raises `Unacceptable`, also when nothing tells where the service is or whom it serves.
        """
        raw, shortened = fit(_summarised(listing.resource or {}), Resource)
        for name, value, reason in shortened:
            self._tell(listing, listing.columns.get(name, name), value, reason)
        settled = settle(raw, self.gazetteer)
        if settled.remark:
            name, value, reason = settled.remark
            self._tell(listing, listing.columns.get(name, name), value, reason)
        clean = self._load(self._resources, settled.raw, listing, listing.columns)
        if not self._has_a_place(clean):
            reason = "aucun lieu : ni commune, ni point, ni territoire desservi, et le service n’est pas à distance"
            raise Unacceptable(_notice(listing, listing.columns.get("commune_name", "commune_name"), "", reason))
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

    def _load(
        self,
        schema: Schema,
        raw: dict[str, Any],
        listing: Listing,
        columns: Mapping[str, str],
        named_by: str | None = None,
    ) -> dict[str, Any]:
        """What `schema` accepts of `raw`. Faulty optional values are left out and told, one by one in lists."""
        for _ in range(len(raw) + 1):  # each turn leaves at least one value out
            try:
                clean: dict[str, Any] = schema.load(raw)
            except ValidationError as error:
                messages = error.messages_dict
                for name, texts in messages.items():
                    self._leave_out(schema, raw, name, _first(texts), listing, columns, named_by)
            else:
                return clean
        raise AssertionError("a schema refuses values that are no longer there")

    def _leave_out(
        self,
        schema: Schema,
        raw: dict[str, Any],
        name: str,
        reason: str,
        listing: Listing,
        columns: Mapping[str, str],
        named_by: str | None,
    ) -> None:
        field = schema.fields.get(name)
        column = columns.get(name, named_by or name)
        if name not in raw or (field is not None and field.required):
            raise Unacceptable(_notice(listing, column, _shown(raw.get(name)), reason))
        value = raw.pop(name)
        if name in _POINT:
            for other in _POINT:
                raw.pop(other, None)
        if isinstance(value, list):
            faults = {item: schema.validate({name: [item]}, partial=True).get(name) for item in map(str, value)}
            if kept := [item for item in value if not faults[str(item)]]:
                raw[name] = kept
            for item, texts in faults.items():
                if texts:
                    self._tell(listing, column, item, _first(texts))
            return
        self._tell(listing, column, _shown(value), reason)

    def _tell(self, listing: Listing, column: str, value: str, reason: str) -> None:
        self.notices.append(_notice(listing, column, value, reason))

    @staticmethod
    def _has_a_place(clean: Mapping[str, Any]) -> bool:
        """Whether somebody could find it: a commune, a point, territories served, or a service at a distance."""
        located = clean.get("commune_code") or clean.get("latitude") is not None or clean.get("coverage")
        return bool(located) or "a-distance" in clean.get("modes", ())


def _summarised(raw: Mapping[str, Any]) -> dict[str, Any]:
    """`raw` with a summary, unless its description says no more than its name."""
    summary = str(raw.get("summary") or summary_of(str(raw.get("description") or "")))
    same = fold(summary.rstrip(".")) == fold(str(raw.get("name") or "").rstrip("."))
    return {**raw, "summary": summary} if summary and not same else dict(raw)


def _notice(listing: Listing, column: str, value: str, reason: str) -> Notice:
    origin = listing.origins[0]
    return Notice(origin.file, origin.line, column, value, reason)


def _first(messages: Any) -> str:
    """The first sentence of marshmallow's messages of one field, however deep."""
    while not isinstance(messages, str):
        messages = next(iter(messages.values() if isinstance(messages, dict) else messages), "valeur refusée")
    return messages


def _shown(value: object) -> str:
    return "" if value is None else str(value)
