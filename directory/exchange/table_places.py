"""Where a line of a table says a place is: one-cell addresses, codes that lost a digit, names as typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from directory.exchange.table_values import whole
from directory.territories.gazetteer import fold

if TYPE_CHECKING:
    from directory.territories.gazetteer import Gazetteer

# Street, postcode (or what was typed for one), commune. A year (« place du 8 mai 1945 ») is no postcode.
_ONE_CELL = re.compile(
    r"(?P<street>.*?)[\s,;–-]*\b(?:F-)?(?!(?:18|19|20)\d\d\b)(?P<postcode>\d{2} \d{3}|\d{4,6})[\s,]+"
    r"(?P<commune>[^\W\d_][^\d,;]*?(?:\s\d{1,2}\s?e\w*)?)(?:[\s,]+CEDEX(?:\s*\d+)?)?[\s.,]*",
    re.DOTALL | re.IGNORECASE,
)
_ARRONDISSEMENT = re.compile(r"(paris|lyon|marseille)\D{0,2}0?(\d{1,2})(?:er?|eme|ème|nd)?(?: arr.*)?", re.IGNORECASE)
_CEDEX = re.compile(r"[\s,-]*\bcedex\b.*", re.IGNORECASE | re.DOTALL)
_LEADING_POSTCODE = re.compile(r"(?:F-)?(\d{5})[\s,-]+(.+)", re.DOTALL)

Remarks = list[tuple[str, str]]  # field, what to tell about it


def read_place(told: Mapping[str, str], gazetteer: Gazetteer) -> tuple[dict[str, str], Remarks]:
    """Fields of a place out of what a line told (`full_address`, `address`, `postcode`, `commune_name`…), and remarks.

    Only fields with something in them are returned. `departement` only helps to choose among postcodes.
    """
    place = {field: text for field, text in told.items() if text}
    remarks: Remarks = []
    if whole_address := place.pop("full_address", ""):
        place = split_address(whole_address) | place
    departement = departement_of(place.pop("departement", ""))
    if commune := place.get("commune_name"):
        name, postcode = commune_of(commune)
        place["commune_name"] = name
        if postcode:
            place.setdefault("postcode", postcode)
    if typed := place.get("postcode"):
        place["postcode"], remark = postcode_of(typed, place.get("commune_name", ""), departement, gazetteer)
        remarks += [("postcode", remark)] if remark else []
    if typed := place.get("commune_code"):
        place["commune_code"], remark = insee_of(typed)
        remarks += [("commune_code", remark)] if remark else []
    return place, remarks


def split_address(text: str) -> dict[str, str]:
    """`7, rue de la Parcheminerie 35000 Rennes` → address, postcode, commune_name; all in address when not clear."""
    line = re.sub(r"[\s,]*\n[\s,]*", ", ", text.strip())
    match = _ONE_CELL.fullmatch(line)
    if not match:
        return {"address": line}
    return {
        "address": match["street"].strip(" ,"),
        "postcode": match["postcode"],
        "commune_name": match["commune"].strip(),
    }


def commune_of(text: str) -> tuple[str, str]:
    """The name, without CEDEX (`PARIS 20EME` → `Paris 20e Arrondissement`), and the postcode written before it."""
    postcode = ""
    if match := _LEADING_POSTCODE.fullmatch(text.strip()):
        postcode, text = match.groups()
    name = _CEDEX.sub("", text).strip(" ,.")
    if match := _ARRONDISSEMENT.fullmatch(name):
        number = int(match[2])
        name = f"{match[1].capitalize()} {number}{'er' if number == 1 else 'e'} Arrondissement"
    return name, postcode


def departement_of(text: str) -> str:
    """`001`, `1`, `01.0` → `01`; `2a` → `2A`; "" for anything else (a name says nothing here)."""
    code = whole(text).upper()
    if re.fullmatch(r"0?2[AB]", code):
        return code[-2:]
    if not re.fullmatch(r"\d{1,3}", code):
        return ""
    return code if len(code) == 3 and code[0] != "0" else f"{int(code):02}"


def insee_of(text: str) -> tuple[str, str]:
    """The five characters of an INSEE code, its lost zero given back, and a remark when it was."""
    code = "".join(whole(text).split()).upper()
    if re.fullmatch(r"\d{4}", code):
        return f"0{code}", "zéro du début rétabli"
    return code, ""


def postcode_of(typed: str, commune: str, departement: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """The five digits of a postcode and a remark; a lost digit is given back where commune or département tell which.

    `9110` of Ax-les-Thermes is 09110; `3500` of Rennes is 35000. Nothing tells: the zero of the beginning is assumed.
    "" when it cannot be one.
    """
    digits = re.sub(r"\s|^F-?", "", whole(_CEDEX.sub("", typed)))
    if re.fullmatch(r"\d{5}", digits):
        return digits, ""
    if not re.fullmatch(r"\d{4}", digits):
        return "", "pas un code postal (cinq chiffres) : laissé vide"
    zero_first, zero_last = f"0{digits}", f"{digits}0"
    if commune:
        if _serves(gazetteer, zero_first, commune):
            return zero_first, f"zéro du début rétabli : {zero_first}"
        if _serves(gazetteer, zero_last, commune):
            return zero_last, f"chiffre manquant rétabli d’après la commune : {zero_last}"
    start = "20" if departement in ("2A", "2B") else departement
    if start and zero_last.startswith(start):
        return zero_last, f"chiffre manquant rétabli d’après le département : {zero_last}"
    if start and not zero_first.startswith(start):
        return "", f"quatre chiffres qui ne conviennent pas au département {departement} : laissé vide"
    return zero_first, f"zéro du début rétabli : {zero_first}" + ("" if start else ", à vérifier")


def _serves(gazetteer: Gazetteer, postcode: str, commune: str) -> bool:
    return any(fold(served.name) == fold(commune) for served in gazetteer.by_postcode(postcode))
