"""The form of a data·inclusion v1 record: texts read as what they should be, then checked by the official schema.

It checks the form only: hours, phones, territory codes, and whatever `resources.schemas` can mend, are left to ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from data_inclusion.schema import v1
from pydantic import ValidationError

MODELS: Mapping[str, type[v1.Structure] | type[v1.Service]] = {"structure": v1.Structure, "service": v1.Service}

_LISTS = frozenset(
    {
        *("thematiques", "publics", "modes_accueil", "zone_eligibilite", "modes_mobilisation", "mobilisable_par"),
        "reseaux_porteurs",
        # of schema v0
        *("labels_nationaux", "types", "profils", "justificatifs", "pre_requis"),
        *("modes_orientation_beneficiaire", "modes_orientation_accompagnateur"),
    }
)
_NUMBERS = frozenset({"longitude", "latitude", "volume_horaire_hebdomadaire"})
_CODES = frozenset({"code_postal", "code_insee"})
_NOTHING = frozenset({"", "null", "none", "nan", "n/a"})
_LEFT_TO_OURS = frozenset({"courriel", "lien_source", "lien_mobilisation", "site_web", "siret"})

_REASONS: Mapping[str, str] = {
    "missing": "valeur absente",
    "string_type": "un texte est attendu",
    "enum": "valeur que le schéma data·inclusion ne connaît pas",
    "string_pattern_mismatch": "forme inattendue",
    "float_parsing": "ce n’est pas un nombre",
    "int_parsing": "ce n’est pas un nombre entier",
    "too_short": "liste vide",
    "greater_than_equal": "nombre trop petit",
}
_PATTERNS: Mapping[str, str] = {
    "code_postal": "attendu cinq chiffres",
    "code_insee": "attendu un code INSEE de cinq caractères",
    "accessibilite_lieu": "attendu l’adresse web d’une page d’Acceslibre",
    "zone_eligibilite": "attendu un code de commune, d’EPCI, de département, ou « france »",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a record: the field, its value as written, and the reason in French."""

    field: str
    value: str
    reason: str


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` without empty ones; lists, numbers, codes and dates read from their texts where they can be."""
    read = {name: _read(name, value) for name, value in values.items()}
    return {name: value for name, value in read.items() if value not in (None, "", [])}


def check(kind: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """`values` (typed) without what the official schema refuses, and what that was. `kind`: "structure", "service"."""
    kept = dict(values)
    faults: list[Fault] = []
    try:
        MODELS[kind].model_validate(values)
    except ValidationError as error:
        told: set[tuple[Any, ...]] = set()
        wrong: dict[str, set[Any]] = {}
        for detail in error.errors(include_url=False):
            field, *place = detail["loc"]
            name = str(field)
            where = (name, *place[:1])  # a union of codes tells one fault per code it could have been
            # A text too long is shortened by the importer, which keeps the whole somewhere.
            if where in told or name in _LEFT_TO_OURS or detail["type"] == "string_too_long":
                continue
            told.add(where)
            item = values[name][place[0]] if place and isinstance(values.get(name), list) else values.get(name, "")
            faults.append(Fault(name, _shown(item), _reason(name, detail)))
            if place:
                wrong.setdefault(name, set()).add(item)
            elif name == "publics" and isinstance(item, list) and "tous-publics" in item:
                wrong.setdefault(name, set()).add("tous-publics")
            else:
                kept.pop(name, None)
        for name, items in wrong.items():
            kept[name] = [item for item in values[name] if item not in items]
    return kept, faults


def _reason(name: str, detail: Any) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if name in _PATTERNS and kind != "missing":
        return _PATTERNS[name]
    if kind.startswith("date_"):
        return "date illisible (attendu : 2024-03-15)"
    if kind == "string_too_short":
        return f"texte trop court (au moins {context['min_length']} caractères)"
    if kind == "enum":
        known = re.findall(r"'([^']+)'", str(context.get("expected", "")))
        near = get_close_matches(str(detail["input"]), known, n=1, cutoff=0.75)
        return _REASONS["enum"] + (f" (peut-être « {near[0]} » ?)" if near else "")
    if kind == "value_error":  # the schema's own rules speak French
        return str(context.get("error", "valeur refusée"))
    return _REASONS.get(kind, "valeur inattendue")


def _read(name: str, value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
        if value.lower() in _NOTHING:
            return None
    reader = _READERS.get(name)
    return value if value is None or reader is None else reader(value)


def _list(value: Any) -> list[str]:
    """A list, however a table tells it: JSON, PostgreSQL's `{a,b}`, or words between commas, bars or semicolons."""
    if isinstance(value, (list, tuple)):
        return [str(item).strip() for item in value if item is not None and str(item).strip()]
    text = str(value)
    if text.startswith("["):
        try:
            return _list(json.loads(text.replace("'", '"')))
        except ValueError:
            text = text.strip("[]")
    return [item.strip(" \"'") for item in re.split(r"[,;|\n]", text.strip("{}")) if item.strip(" \"'")]


def _number(value: Any) -> Any:
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return value


def _code(value: Any) -> str:
    """A code as text, with the zero and without the decimals a spreadsheet gave it (1000, 45200.0)."""
    text = re.sub(r"\.0$", "", str(value).replace(" ", ""))
    return text.zfill(5) if re.fullmatch(r"\d{4}", text) else text


def _text(value: Any) -> Any:
    """The text of a text or a number; anything else as it is, to be refused."""
    return value if isinstance(value, dict | list) else str(value)


def _digits(value: Any) -> str:
    return re.sub(r"\.0$|[\s.]", "", str(value))


def _date(value: Any) -> Any:
    """An ISO date of a date as people and exports write them; anything else as it is, to be refused."""
    text = str(value)[:10]
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return value


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_LISTS, _list),
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(_CODES, _code),
    **dict.fromkeys(("telephone", "id", "structure_id", "nom"), _text),
    "siret": _digits,
    "date_maj": _date,
}
