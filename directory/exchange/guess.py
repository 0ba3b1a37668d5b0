"""Without a mapping: which field each column of a table is, by its name, then by what its cells hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from directory.exchange.mapping import FieldRule, TableMapping
from directory.exchange.rows import Row, UnusableFile
from directory.exchange.table_fields import plain, table_fields
from directory.exchange.table_labels import known_labels
from directory.exchange.table_places import split_address
from directory.exchange.table_values import is_nothing, whole

SURE, LIKELY, FROM_CONTENT = 1.0, 0.8, 0.6  # confidences: the name, nearly the name, only the cells

_PERSONAL = re.compile(
    r"\b(prenoms?|responsables?|directeur|directrice|president|presidente|referente?s?|interlocut\w+|civilite|fonction)\b"
    r"|\b(nom|nom du) contact\b|\bcontact nom\b"
)
_SINGLE = frozenset(
    {"code", "postcode", "commune", "insee", "departement", "number", "point", "date", "hours", "full_address"}
)
_MANY_LABELS = 60  # beyond, a column of labels is free text
_LOOKED_AT = 200  # characters of a cell
_ENOUGH, _NEARLY_ALL = 20, 0.95  # rows of one commune, and their share, for a file to be about it
_FUZZY = 90  # likeness (0..100) of a header with a known one

_CONTENT: Mapping[str, Callable[[str], bool]] = {
    "email": lambda text: re.search(r"\S+@\S+\.\w+", text) is not None,
    "website": lambda text: re.match(r"https?://|www\.|\S+\.[a-z]{2,}(?:/|$)", text, re.IGNORECASE) is not None,
    "phone": lambda text: re.search(r"(?:\+33|0)?\s?[1-9](?:[\s.-]*\d\d){4}|^\d\d ?\d\d$", text) is not None,
    "postcode": lambda text: re.fullmatch(r"\d{2} ?\d{3}|\d{4}", whole(text).partition(" CEDEX")[0]) is not None,
    "organisation_siret": lambda text: re.fullmatch(r"\d{14}", whole(text).replace(" ", "")) is not None,
    "latitude": lambda text: re.fullmatch(r"-?\d{1,2}(?:[.,]\d+)?", text) is not None,
    "longitude": lambda text: re.fullmatch(r"-?\d{1,3}(?:[.,]\d+)?", text) is not None,
}
_BELIED = ("email", "website", "phone", "latitude", "longitude")  # « mail », « site », « x » may mean something else
_SNIFFED = ("email", "website", "phone", "organisation_siret", "postcode")


@dataclass(frozen=True, slots=True)
class _Guess:
    """What a column looks like: a field and how sure that is, or why it is left out."""

    column: str
    field: str = ""
    confidence: float = 0.0
    rank: int = 0  # place of its name among those known for the field: the first is the best
    ignored: str = ""


def guess(headers: Sequence[str], rows: Sequence[Row], file: str) -> TableMapping:
    """The mapping that `headers` and a sample of `rows` suggest. `file` names the table in messages.

    Raises `UnusableFile` when no column can be the name of the listings.
    """
    cells = {
        header: [text for row in rows if not row.fault and not is_nothing(text := row.values[header][:_LOOKED_AT])]
        for header in headers
        if header
    }
    guesses = [_column(header, texts) for header, texts in cells.items()]
    guesses = _one_of_each(_with_a_name(guesses, file))
    fields = {found.field for found in guesses}
    if "address" in fields and not fields & {"postcode", "commune_name"}:
        guesses = [_as(found, "full_address") if found.field == "address" else found for found in guesses]
    columns: dict[str, list[str]] = {}
    for found in guesses:
        if found.field:
            columns.setdefault(found.field, []).append(found.column)
    if commune := _main_commune(columns, cells):
        columns.setdefault("commune_name", [])
    return TableMapping(
        fields={name: _rule(name, columns[name], cells, commune) for name in table_fields() if name in columns},
        ignored={found.column: found.ignored for found in guesses if not found.field},
        month_first=_month_first([text for column in columns.get("source_updated_on", ()) for text in cells[column]]),
        confidence={found.column: found.confidence for found in guesses if found.field},
    )


def _column(header: str, texts: Sequence[str]) -> _Guess:
    words = re.sub(r"(?<=[a-z])(?=\d+$)", " ", plain(header))
    name = re.sub(r" \d+$", "", words)
    if _PERSONAL.search(words):
        return _Guess(header, ignored="donnée personnelle, écartée exprès")
    known = _headers()
    if found := known.get(words) or known.get(name) or _day(name):
        return _checked(_Guess(header, found[0], SURE, found[1]), texts)
    if close := process.extractOne(name, known.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY):
        return _checked(_Guess(header, *known[close[0]][:1], LIKELY, known[close[0]][1]), texts)
    if not texts:
        return _Guess(header, ignored="colonne vide")
    for field in _SNIFFED:
        if _share(field, texts) >= 0.9 and len(texts) >= 3:
            return _Guess(header, field, FROM_CONTENT, rank=1000)
    return _Guess(header, ignored="colonne inconnue")


def _checked(found: _Guess, texts: Sequence[str]) -> _Guess:
    """`found`, unless the cells say otherwise: words in a column « site », codes without meaning in a « catégorie »."""
    if found.field in _BELIED and texts and _share(found.field, texts) < 0.2:
        return _Guess(found.column, ignored="son contenu ne va pas avec son nom")
    if found.field == "external_id" and (len(set(texts)) < len(texts) or not texts):
        return _Guess(found.column, ignored="identifiants absents ou répétés")
    if table_fields()[found.field].vocabulary and texts and all(whole(text).isdecimal() for text in texts):
        return _Guess(found.column, ignored="des numéros sans leur sens : donnez-le avec « values »")
    return found


def _share(field: str, texts: Sequence[str]) -> float:
    return sum(map(_CONTENT[field], texts)) / len(texts)


@cache
def _headers() -> Mapping[str, tuple[str, int]]:
    """Every known header → its field, and its rank among those of the field."""
    return {
        header: (field.name, rank) for field in table_fields().values() for rank, header in enumerate(field.headers)
    }


def _day(words: str) -> tuple[str, int] | None:
    """`h lundi`, `lundi matin` → the field of the day."""
    for field in table_fields().values():
        if field.reading == "day" and any(header in words.split() for header in field.headers):
            return field.name, 0
    return None


def _with_a_name(guesses: list[_Guess], file: str) -> list[_Guess]:
    """A structure alone is the name of its listing. Raises `UnusableFile` when there is neither."""
    if any(found.field == "name" for found in guesses):
        return guesses
    if not any(found.field == "organisation_name" for found in guesses):
        raise UnusableFile(
            f"{file} : aucune colonne ne ressemble au nom des fiches. "
            "Nommez-en une « Nom », ou dites laquelle c’est dans un fichier de correspondance (--mapping)."
        )
    return [_as(found, "name") if found.field == "organisation_name" else found for found in guesses]


def _as(found: _Guess, field: str) -> _Guess:
    return _Guess(found.column, field, min(found.confidence, LIKELY), found.rank)


def _one_of_each(guesses: list[_Guess]) -> list[_Guess]:
    """Of the columns that claim a field of one value, the one best named (then the first) has it."""
    best: dict[str, _Guess] = {}
    for found in guesses:
        if found.field and (found.field not in best or found.rank < best[found.field].rank):
            best[found.field] = found
    kept = []
    for found in guesses:
        winner = best.get(found.field)
        single = bool(found.field) and (
            found.field in ("name", "organisation_name", "address") or table_fields()[found.field].reading in _SINGLE
        )
        if single and winner is not None and winner is not found:
            found = _Guess(found.column, ignored=f"« {winner.column} » en tient lieu")
        kept.append(found)
    return kept


def _main_commune(columns: Mapping[str, Sequence[str]], cells: Mapping[str, Sequence[str]]) -> str:
    """The commune of nearly all the rows: that of a row which names none; "" when the file is not about one."""
    told = [text for column in columns.get("commune_name", ()) for text in cells[column]]
    for column in columns.get("full_address", ()):
        told += [name for text in cells[column] if (name := split_address(text).get("commune_name"))]
    name, count = Counter(map(plain, told)).most_common(1)[0] if told else ("", 0)
    if count < _ENOUGH or count < _NEARLY_ALL * len(told):
        return ""
    return next(text for text in told if plain(text) == name)


def _rule(name: str, columns: Sequence[str], cells: Mapping[str, Sequence[str]], commune: str) -> FieldRule:
    """The rule of a field. For categories, with the labels met: the file to correct shows those not understood."""
    if name == "commune_name":
        return FieldRule(tuple(columns), default=commune)
    met = dict.fromkeys(text for column in columns for text in cells[column])
    if name not in ("categories", "topics") or len(met) > _MANY_LABELS:
        return FieldRule(tuple(columns))
    known = known_labels(name)
    return FieldRule(
        tuple(columns),
        values={label: known[plain(label)] for label in met if plain(label) in known},
        strangers=tuple(label for label in met if plain(label) not in known),
    )


def _month_first(texts: Sequence[str]) -> bool:
    """Whether dates such as 1/14/2021 outnumber those such as 22/01/2021."""
    pairs = [(int(match[1]), int(match[2])) for text in texts if (match := re.match(r"(\d{1,2})/(\d{1,2})/", text))]
    return sum(second > 12 for _, second in pairs) > sum(first > 12 for first, _ in pairs)
