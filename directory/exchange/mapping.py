"""Which columns of a table become which fields: a mapping file (YAML) that people write or correct.

docs/import-mapping.md explains it to them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from directory.exchange.rows import UnusableFile, why_unreadable
from directory.exchange.table_fields import table_fields
from directory.exchange.table_labels import allowed_values
from directory.resources.closed_lists import nearest

_KEYS = ("source", "sheet", "dates", "fields", "ignore")
_OPTIONS = ("columns", "join", "value", "default", "values")
_DATES = {"day-first": False, "month-first": True}


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where a field comes from: `columns` joined by `join`, or a constant `value`; `default` when the cells are empty.

    `values` maps a label of the file to slugs; an empty list leaves the label out on purpose. `strangers` are labels
    that a guess met and could not translate: shown to be completed.
    """

    columns: tuple[str, ...] = ()
    join: str | None = None
    value: str = ""
    default: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    strangers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableMapping:
    """`ignored` maps a column to the reason why it is not read (French); `confidence` (0..1) is given by a guess only.

    `month_first`: how to read dates such as 1/6/2021.
    """

    fields: Mapping[str, FieldRule]
    ignored: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    sheet: str = ""
    month_first: bool = False
    confidence: Mapping[str, float] = field(default_factory=dict)

    def columns_of(self, name: str) -> str:
        """The columns of a field as people call them; "" when it has none."""
        rule = self.fields.get(name)
        return " + ".join(rule.columns) if rule else ""

    def left_out(self, headers: Sequence[str]) -> dict[str, str]:
        """Columns of a file that are not read, and why."""
        read = {column for rule in self.fields.values() for column in rule.columns}
        return {
            header: self.ignored.get(header, "absente de la correspondance")
            for header in headers
            if header and header not in read
        }


def load_mapping(path: Path) -> TableMapping:
    """Reads a mapping file. Raises `UnusableFile` that lists every fault, with the nearest known key or value."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnusableFile(f"{path.name} : impossible de lire la correspondance ({why_unreadable(error)}).") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        place = f", ligne {mark.line + 1}" if (mark := getattr(error, "problem_mark", None)) else ""
        raise UnusableFile(
            f"{path.name}{place} : ce n’est pas du YAML en UTF-8. Voir docs/import-mapping.md."
        ) from error
    faults: list[str] = []
    mapping = _mapping(raw, faults)
    if faults:
        raise UnusableFile(
            f"{path.name} : correspondance à corriger :\n" + "\n".join(f"  - {fault}" for fault in faults)
        )
    return mapping


def check_columns(mapping: TableMapping, headers: Sequence[str], where: str) -> None:
    """Raises `UnusableFile` when the mapping names columns that `headers` does not hold; `where` names the file."""
    wanted = {column: name for name, rule in mapping.fields.items() for column in rule.columns}
    present = [header for header in headers if header]
    faults = [
        f"« {name} » : pas de colonne « {column} »{_suggestion(column, present)}"
        for column, name in wanted.items()
        if column not in present
    ]
    if faults:
        raise UnusableFile(
            f"{where} : la correspondance ne va pas avec ce fichier :\n"
            + "\n".join(f"  - {fault}" for fault in faults)
            + f"\nColonnes du fichier : {', '.join(present)}."
        )


def to_yaml(mapping: TableMapping, comments: Iterable[str] = ()) -> str:
    """The mapping as a file ready to be corrected, which says how sure a guess is and why columns are left out."""
    lines = [f"# {comment}" for comment in comments]
    for key, text in (("source", mapping.source), ("sheet", mapping.sheet)):
        lines += [f"{key}: {_quoted(text)}"] if text else []
    lines += ["dates: month-first"] if mapping.month_first else []
    lines.append("fields:")
    for name, rule in mapping.fields.items():
        lines += _rule_lines(
            name, rule, _sureness(min((mapping.confidence.get(c, 1.0) for c in rule.columns), default=1))
        )
    if mapping.ignored:
        lines.append("ignore:")
        lines += [f"  - {_quoted(column)}  # {reason}" for column, reason in mapping.ignored.items()]
    return "\n".join(lines) + "\n"


def _rule_lines(name: str, rule: FieldRule, comment: str) -> list[str]:
    options = {"join": rule.join, "value": rule.value or None, "default": rule.default or None}
    given = [f"    {key}: {_quoted(text)}" for key, text in options.items() if text is not None]
    values = {**rule.values, **dict.fromkeys(rule.strangers, ())}
    columns = _quoted(rule.columns[0] if len(rule.columns) == 1 else list(rule.columns))
    if not given and not values:
        return [f"  {name}: {columns}{comment}"]
    lines = [f"  {name}:{comment}"] + ([f"    columns: {columns}"] if rule.columns else []) + given
    if values:
        lines.append("    values:  # libellé du fichier : valeur de la BRP, à compléter ; [] pour l’écarter")
        lines += [
            f"      {_quoted(label)}: {_quoted(slugs[0] if len(slugs) == 1 else list(slugs))}"
            for label, slugs in values.items()
        ]
    return lines


def _sureness(confidence: float) -> str:
    return "" if confidence >= 1 else "  # probable" if confidence >= 0.7 else "  # d’après le contenu : à vérifier"


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)  # JSON is YAML, and never needs care with « : » or « # »


def _suggestion(word: str, known: Iterable[str]) -> str:
    suggestion = nearest(word, known)
    return f". Vouliez-vous dire « {suggestion} » ?" if suggestion else "."


def _mapping(raw: Any, faults: list[str]) -> TableMapping:
    if not isinstance(raw, dict) or not isinstance(raw.get("fields"), dict):
        faults.append("il manque « fields: » suivi des champs et de leurs colonnes.")
        return TableMapping({})
    faults += [f"« {key} » : clé inconnue{_suggestion(str(key), _KEYS)}" for key in raw if key not in _KEYS]
    fields = {}
    for name, told in raw["fields"].items():
        if name in table_fields():
            fields[name] = _rule(name, told, faults)
        else:
            faults.append(f"fields › « {name} » : champ inconnu{_suggestion(str(name), table_fields())}")
    if "name" not in fields:
        faults.append("fields › « name » : le nom de la fiche est obligatoire, indiquez sa colonne.")
    if (dates := raw.get("dates", "day-first")) not in _DATES:
        faults.append(f"« dates » : « {dates} » n’est ni day-first ni month-first.")
    ignored = raw.get("ignore") or []
    if not isinstance(ignored, list):
        faults.append("« ignore » : une liste de colonnes est attendue.")
        ignored = []
    return TableMapping(
        fields,
        {str(column): "écartée par la correspondance" for column in ignored},
        source=str(raw.get("source") or ""),
        sheet=str(raw.get("sheet") or ""),
        month_first=_DATES.get(dates, False),
    )


def _rule(name: str, told: Any, faults: list[str]) -> FieldRule:
    options = told if isinstance(told, dict) else {"columns": told}
    where = f"fields › {name}"
    faults += [
        f"{where} › « {key} » : option inconnue{_suggestion(str(key), _OPTIONS)}"
        for key in options
        if key not in _OPTIONS
    ]
    columns = options.get("columns", [])
    columns = columns if isinstance(columns, list) else [columns]
    if not columns and not options.get("value") and not options.get("default"):
        faults.append(f"{where} : indiquez une colonne (columns), une valeur fixe (value) ou par défaut (default).")
    values = options.get("values") or {}
    if not isinstance(values, dict):
        faults.append(f"{where} › values : attendu « libellé: valeur », un par ligne.")
        values = {}
    return FieldRule(
        tuple(str(column) for column in columns),
        join=None if options.get("join") is None else str(options["join"]),
        value=str(options.get("value") or ""),
        default=str(options.get("default") or ""),
        values={str(label): _slugs(name, label, slugs, faults) for label, slugs in values.items()},
    )


def _slugs(name: str, label: object, told: Any, faults: list[str]) -> tuple[str, ...]:
    slugs = tuple(str(slug) for slug in (told if isinstance(told, list) else [told] if told else []))
    known = allowed_values(name)
    faults += [
        f"fields › {name} › values › « {label} » : « {slug} » n’est pas une valeur connue{_suggestion(slug, known)}"
        for slug in slugs
        if slug not in known
    ]
    return slugs
