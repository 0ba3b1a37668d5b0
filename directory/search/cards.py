"""One offer of the result list in its four lines: what, who, first step, for whom. Everything said in French here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import nh3
from markupsafe import Markup, escape

from directory.french import clock, coming, day, distance, joined, phone
from directory.resources.badges import Badge, freshness_badge, opening_words
from directory.resources.opening import zone_of
from directory.search.finder import Found, Item
from directory.taxonomy.vocabulary import Category, vocabulary
from directory.territories.gazetteer import fold
from directory.territories.territory import FRANCE

REMOTE = "a-distance"
EVERYONE = "tous-publics"
AUDIENCES_SHOWN = 2
COVERAGE_SHOWN = 2
WHY_SHOWN = 3
MARKED = re.compile(r"<mark>([^<]+)</mark>")
DIGIT = re.compile(r"\d")
DIGITS = re.compile(r"\d(?:[\s.\u00a0\u202f-]?\d)*")  # a number, spaced as people do
PARTS = {  # where a word was found, as one says it
    "name": "le nom",
    "organisation": "le nom de la structure",
    "summary": "le résumé",
    "topic_words": "les thématiques",
    "description": "la description",
    "audience_words": "le public",
    "commune_name": "la commune",
}


@dataclass(frozen=True, slots=True)
class Step:
    """The first step: what to do, with in it the contact that does it (`contact` in clear, `href` to act on it)."""

    icon: str
    before: str
    contact: str = ""
    href: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What one offer of the list says. `name` and texts in `Markup` are safe to show; the others must be escaped."""

    url: str
    plain_name: str
    name: Markup
    category: Category | None
    nearness: str
    freshness: Badge
    organisation: str
    where: str
    step: Step | None
    whom: str
    cost: str
    opening: str
    is_open: bool
    capacity: str
    is_full: bool
    why: str
    location: Mapping[str, float] | None


def cards_of(found: Found, items: Iterable[Item], now: datetime) -> list[Card]:
    """The offers for `items` of a page of answers. Their addresses carry the search: a resource page knows what for."""
    context = urlencode(found.params.pairs())
    today = now.astimezone(zone_of("")).date()
    return [_card(item, context, found, now, today) for item in items]


def pins_of(found: Found) -> list[tuple[float, float]]:
    """What a map of these answers must show: latitude and longitude of each that has a point, and of the place."""
    located = [item.card["location"] for item in (*found.items, *found.alike) if item.card["location"]]
    here = [found.place.point] if found.place and found.place.point else []
    return [(location["lat"], location["lon"]) for location in located] + here


def _card(item: Item, context: str, found: Found, now: datetime, today: date) -> Card:
    card = item.card
    verified_on = date.fromisoformat(card["verified_on"]) if card["verified_on"] else None
    terms = vocabulary()
    return Card(
        url=f"/fiches/{card['slug']}" + (f"?{context}" if context else ""),
        plain_name=card["name"],
        name=_marked(item.highlights.get("name")) or escape(card["name"]),
        category=terms.categories.get(card["categories"][0]) if card["categories"] else None,
        nearness=_nearness(item),
        freshness=freshness_badge(item.freshness, verified_on, today),
        organisation=card["organisation"]["name"],
        where=_where(item, found),
        step=first_step(card),
        whom=_whom(card["audiences"]),
        cost=terms.costs.get(card["cost"] or "", "").lower(),
        opening=_opening(item, found.moment, now),
        is_open=bool(item.opening.open),
        capacity=terms.capacities.get(card["capacity"] or "", "").lower(),
        is_full=card["capacity"] == "full",
        why=_why(item, found.params.q),
        location=card["location"],
    )


def first_step(card: Mapping[str, Any]) -> Step | None:
    """What to do first: the step as it is written with the phone in it or beside it, else the best contact there is."""
    written = card["first_step"]
    if card["phone"]:
        shown = phone(card["phone"])
        before, after = _around(shown, written)
        return Step("telephone", before or "Appeler le", shown, f"tel:{card['phone']}", after)
    if card["email"]:
        return Step("envelope", written or "Écrire à", card["email"], f"mailto:{card['email']}")
    if card["booking_url"]:
        return Step("calendar-check", written or "Prendre rendez-vous", "en ligne", card["booking_url"])
    if written:
        return Step("door-open", written)
    if card["website"]:
        return Step("globe", "Voir le", "site de la structure", card["website"])
    return None


def _around(number: str, written: str) -> tuple[str, str]:
    """What is written before and after a phone number, however spaced; before it, all of it when it is not there."""
    digits = "".join(DIGIT.findall(number))
    for run in DIGITS.finditer(written):
        at = "".join(DIGIT.findall(run[0])).find(digits)
        if at >= 0:
            places = [digit.start() for digit in DIGIT.finditer(written, *run.span())]
            return written[: places[at]], written[places[at + len(digits) - 1] + 1 :]
    return written, ""


def _nearness(item: Item) -> str:
    if REMOTE in item.card["modes"] and len(item.card["modes"]) == 1:
        return "à distance"
    return distance(item.distance_km) if item.distance_km is not None else ""


def _opening(item: Item, moment: datetime | None, now: datetime) -> str:
    """« ouvert jusqu’à 17 h »; at a moment asked for, « vendredi à 14 h 30 : ouvert jusqu’à 17 h »."""
    if moment is None:
        return opening_words(item.opening, now)
    local = now.astimezone(moment.tzinfo)
    when = coming(moment, local) if moment >= local else f"le {day(moment.date())} à {clock(moment)}"
    return f"{when}\u00a0: {opening_words(item.opening, moment)}"


def _where(item: Item, found: Found) -> str:
    """« Caussade — couvre Tarn-et-Garonne »: the coverage is said when it is more than the commune itself."""
    commune = item.card["commune"]
    coverage: list[str] = item.card["coverage"]
    said = [commune["name"]] if commune else []
    if FRANCE.name in coverage:
        said.append("couvre toute la France")
    elif coverage and coverage != said:
        more = len(coverage) - COVERAGE_SHOWN
        shown = coverage[:COVERAGE_SHOWN] + ([f"{more} autre{'s' if more > 1 else ''}"] if more > 0 else [])
        said.append(f"couvre {joined(shown)}")
    if item.covers_place is False and found.place:
        said.append(f"ne dit pas couvrir {found.place.label}")
    return " — ".join(said)


def _whom(audiences: list[str]) -> str:
    if EVERYONE in audiences:
        return "tous publics"
    labels = [vocabulary().audiences[slug] for slug in audiences if slug in vocabulary().audiences]
    more = len(labels) - AUDIENCES_SHOWN
    return ", ".join(labels[:AUDIENCES_SHOWN]) + (f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else "")


def _why(item: Item, asked: str) -> str:
    """« « impayé », « loyer » dans le nom »: each word once, where it weighs most, spelt as asked, else as written."""
    marked = [word.lower() for text in item.highlights.values() for word in MARKED.findall(text)]
    spelt = {fold(word): word for word in [*marked, *asked.split()]}
    told: set[str] = set()
    reasons = []
    for part, words in item.matched.items():
        fresh = []
        for word in words:
            if not told.intersection((fold(word), *fold(word).split())):  # « épicerie » says « épicerie solidaire » too
                told.add(fold(word))
                fresh.append(word)
        if fresh and part in PARTS:
            reasons.append(f"{', '.join(f'« {spelt.get(fold(word), word)} »' for word in fresh)} dans {PARTS[part]}")
    return " ; ".join(reasons[:WHY_SHOWN])


def _marked(text: str | None) -> Markup | None:
    """`text` with its marks and nothing else of HTML."""
    return Markup(nh3.clean(text, tags={"mark"}, attributes={})) if text else None  # noqa: S704
