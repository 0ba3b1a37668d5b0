"""Fields of what reaches people: phone, e-mail, web address; and the SIRET that names an establishment."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, ClassVar
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from marshmallow import ValidationError
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret

from directory.resources.values import Value, clean_text, quoted

REMEMBERED = 20_000  # answers kept: a file names the same numbers and addresses again and again

_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]{2,59})")
_NOT_IN_A_URL = re.compile(r'[\s<>"\\]')
# Written at home, a number of overseas France begins like one of the mainland: these first digits tell them apart.
_OVERSEAS = {
    **dict.fromkeys(("0590", "0690", "0691"), "GP"),
    **dict.fromkeys(("0594", "0694"), "GF"),
    **dict.fromkeys(("0596", "0696", "0697"), "MQ"),
    **dict.fromkeys(("0262", "0263", "0692", "0693"), "RE"),
    **dict.fromkeys(("0269", "0639"), "YT"),
}


class _Contact(Value[str]):
    """A text that `check` accepts or refuses; `refused` says why, after the value."""

    refused: ClassVar[str]

    def check(self, text: str) -> str | None:
        """The clean value of `text`, or None when it is refused."""
        raise NotImplementedError

    def clean(self, value: Any) -> str:
        """What `check` gives. Raises `ValidationError` when it refuses."""
        text = clean_text(value)
        if clean := self.check(text):
            return clean
        raise ValidationError(f"{quoted(text)} {self.refused}")


class Phone(_Contact):
    """A French phone number, overseas included, written in any way: E.164, or the short number itself (3949, 115)."""

    refused = (
        "n’est pas un numéro de téléphone. Écrivez un seul numéro, par exemple 05 63 00 00 00, "
        "+33 5 63 00 00 00 ou un numéro court comme 3949."
    )

    def check(self, text: str) -> str | None:
        """E.164 or the short number; None when it is no number in use."""
        return _phone(text)


@lru_cache(maxsize=REMEMBERED)
def _phone(text: str) -> str | None:
    digits = re.sub(r"[\s.\-/]", "", text)
    try:
        number = phonenumbers.parse(digits, _OVERSEAS.get(digits[:4], "FR"))
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_valid_number(number) and not number.extension:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(digits) <= 6 and digits.isdecimal() and phonenumbers.is_valid_short_number_for_region(number, "FR"):
        return digits
    return None


class Email(_Contact):
    """An e-mail address. Its form is checked, its domain is not asked for."""

    refused = "n’est pas une adresse électronique. Exemple : accueil@association.fr"

    def check(self, text: str) -> str | None:
        """The address with its domain in lower case."""
        return _email(text)


@lru_cache(maxsize=REMEMBERED)
def _email(text: str) -> str | None:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


class Url(_Contact):
    """The address of a web page, http or https only, without password. `www.x.fr` becomes `https://www.x.fr`."""

    refused = (
        "n’est pas l’adresse d’une page web. Écrivez une adresse qui commence par https:// ou http://, "
        "sans espace ni mot de passe."
    )

    def check(self, text: str) -> str | None:
        """The whole address, its scheme in lower case."""
        return _url(text)


@lru_cache(maxsize=REMEMBERED)
def _url(text: str) -> str | None:
    if not text.isprintable() or _NOT_IN_A_URL.search(text) or len(text) > 1990:
        return None
    if _HOST.fullmatch(re.split("[/?#]", text, maxsplit=1)[0]):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  (reading it is what checks it)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(parts.hostname or ""):
        return None
    return parts.geturl()


class Siret(_Contact):
    """The 14 digits that name an establishment in France, without spaces."""

    refused = "n’est pas un SIRET : vérifiez ses 14 chiffres sur annuaire-entreprises.data.gouv.fr."

    def check(self, text: str) -> str | None:
        """The 14 digits (La Poste has a checksum of its own, which stdnum knows)."""
        try:
            return str(siret.validate("".join(text.split())))
        except NumberError:
            return None
