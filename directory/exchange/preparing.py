"""Listings of a batch → values ready to be saved, or why not: met before, of which organisation, at which point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from directory.exchange.ledger import Ledger, Seen, digest_of
from directory.exchange.listings import Listing, Notice, Origin, Refused
from directory.exchange.report import Account
from directory.exchange.settling import locate
from directory.exchange.validating import Unacceptable, Validator
from directory.resources.identity import record_id
from directory.resources.models import Organisation, Resource
from directory.resources.store import Incoming
from directory.territories.gazetteer import Gazetteer
from directory.territories.geocoding import Geocoder

Stored = Mapping[str, Resource | Organisation]  # what the record holds of a batch, by id


@dataclass(slots=True)
class Accepted:
    """A listing ready to be saved. `new_organisation`: this import meets its organisation for the first time."""

    listing: Listing
    organisation: dict[str, Any]
    resource: dict[str, Any] | None
    new_organisation: bool

    def incoming(self, *, with_resource: bool) -> Incoming:
        """What the store is given: the organisation, with its resource or alone."""
        return Incoming(self.listing.source, self.organisation, self.resource if with_resource else None)


def organisation_id(listing: Listing) -> str:
    """The id of the organisation of a listing in the record."""
    return record_id(listing.source, str(listing.organisation.get("external_id")))


def resource_id(listing: Listing) -> str:
    """The id of the resource of a listing in the record; "" without one."""
    return record_id(listing.source, str(listing.resource.get("external_id"))) if listing.resource else ""


class Preparer:
    """Prepares the batches of one import; what is refused or left out goes to its account."""

    def __init__(self, gazetteer: Gazetteer, geocoder: Geocoder, account: Account, ledger: Ledger) -> None:
        self.gazetteer = gazetteer
        self.geocoder = geocoder
        self.account = account
        self.ledger = ledger
        self._validator = Validator(gazetteer)

    def prepare(self, batch: Sequence[Listing | Refused], stored: Stored) -> list[Accepted]:
        """The listings to save, in order. The others are accounted for here."""
        accepted = []
        for item in batch:
            if isinstance(item, Refused):
                self.account.reject((Origin(item.notice.file, item.notice.line),), item.notice)
                self.account.warn(*item.warnings)
                continue
            tally = self.account.organisations if item.resource is None else self.account.resources
            try:
                if self._met_before(item):
                    self.account.count_lines(item.origins, "unchanged")
                    tally.count("unchanged")
                else:
                    accepted.append(self._accept(item, stored))
            except Unacceptable as fault:
                self.account.reject(item.origins, fault.notice)
                tally.count("rejected")
            self.account.warn(*item.warnings, *self._validator.notices)
            self._validator.notices.clear()
        return accepted

    def _met_before(self, listing: Listing) -> bool:
        """Whether this import has already met the listing, with the same words.

        Raises `Unacceptable` when the words differ: which one is right cannot be told.
        """
        described = listing.organisation if listing.resource is None else listing.resource
        identifier = str(described.get("external_id") or "")
        look = self.ledger.organisation if listing.resource is None else self.ledger.resource
        seen = look(listing.source, identifier)
        if seen is None or seen.digest == digest_of(described):
            return seen is not None
        reason = (
            f"identifiant déjà lu ({seen.origin.file}, ligne {seen.origin.line}) avec un autre contenu : "
            "la première fiche est gardée"
        )
        raise Unacceptable(self._notice(listing, "external_id", identifier, reason))

    def _accept(self, listing: Listing, stored: Stored) -> Accepted:
        """The listing ready to be saved. Raises `Unacceptable`."""
        if listing.resource is None:
            return Accepted(listing, self._described(listing), None, new_organisation=True)
        identifier = str(listing.resource.get("external_id") or "")
        if identifier:  # even if refused below: it is in the files, so it has not vanished
            self.ledger.add_resource(listing.source, identifier, digest_of(listing.resource), listing.origins[0])
        organisation, is_new = self._organisation(listing, stored)
        resource = self._validator.resource(listing)
        known = stored.get(resource_id(listing))
        known = known if isinstance(known, Resource) else None
        # What the record says by now, a person may have said: a suggestion never replaces it.
        said = known is not None and bool(known.categories)
        if not said and (suggestion := self._validator.suggestion(resource, organisation)):
            resource["categories"] = list(suggestion.categories)
            words = "», «".join(f" {word} " for word in suggestion.words)
            reason = f"la source ne donne pas de catégorie ; proposé d’après «{words}»"
            notice = self._notice(listing, "categories", ", ".join(suggestion.categories), reason)
            self.account.suggestions.add(asdict(notice))
        if found := locate(resource, known, self.gazetteer, self.geocoder):
            self.account.located[found] += 1
        return Accepted(listing, organisation, resource, is_new)

    def _organisation(self, listing: Listing, stored: Stored) -> tuple[dict[str, Any], bool]:
        """Clean values of the organisation of a resource, and whether this import had not met it yet.

        The first description of an organisation holds for the whole import. Raises `Unacceptable`.
        """
        identifier = str(listing.organisation.get("external_id") or "")
        if seen := self.ledger.organisation(listing.source, identifier):
            return seen.clean, False
        if listing.organisation.keys() != {"external_id"}:
            return self._described(listing), True
        known = stored.get(organisation_id(listing))
        if isinstance(known, Organisation):
            return {"external_id": known.external_id, "name": known.name, "networks": known.networks}, False
        reason = "structure introuvable : absente des fichiers donnés (ou refusée plus haut), et de la base"
        raise Unacceptable(self._notice(listing, "organisation", identifier, reason))

    def _described(self, listing: Listing) -> dict[str, Any]:
        """Clean values of the organisation a listing describes, remembered. Raises `Unacceptable`."""
        clean = self._validator.organisation(listing)
        self.ledger.add_organisation(listing.source, Seen(digest_of(listing.organisation), listing.origins[0], clean))
        return clean

    @staticmethod
    def _notice(listing: Listing, name: str, value: str, reason: str) -> Notice:
        origin = listing.origins[0]
        return Notice(origin.file, origin.line, listing.columns.get(name, name), value, reason)
