"""The one place where errors of the client become errors of the port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, SSLError, TransportError

from indexing.errors import SearchError, SearchUnavailable

UNAVAILABLE = (408, 429, 500, 502, 503, 504)
NO_INDEX = "Elasticsearch ne tient pas encore d’index pour cette version de la BRP : lancez « brp index rebuild »."
NOT_TRUSTED = (
    "Pas de connexion sûre à Elasticsearch ({}). Vérifiez BRP_SEARCH_CA, le fichier PEM de l’autorité qui signe son "
    "certificat, et BRP_SEARCH_URL : https, et un nom que porte ce certificat."
)
REFUSED = {
    401: "Elasticsearch refuse nos identifiants : vérifiez l’utilisateur et le mot de passe de BRP_SEARCH_URL, "
    "ou la clé BRP_SEARCH_API_KEY.",
    403: "Elasticsearch nous reconnaît mais nous refuse ce droit : donnez à cet utilisateur le rôle de "
    "docs/elasticsearch-role.json.",
}


@contextmanager
def translated() -> Iterator[None]:
    """Around (or, as a decorator, on) what asks Elasticsearch. No address and no secret is told."""
    try:
        yield
    except ApiError as error:
        raise error_of(error.meta.status, error.body) from error
    except SSLError as error:
        raise SearchUnavailable(NOT_TRUSTED.format(_openssl_reason(str(error.message)))) from error
    except TransportError as error:
        causes = ", ".join(type(cause).__name__ for cause in error.errors) or type(error).__name__
        raise SearchUnavailable(f"Elasticsearch ne répond pas ({causes}).") from error
    except UnicodeEncodeError as error:  # half of a surrogate pair, which JSON cannot hold
        raise SearchError("Ce texte ne peut pas être cherché : il contient un caractère qui n’existe pas.") from error


def error_of(status: int, body: Any) -> SearchError:
    """The error that an answer with this HTTP status and body is."""
    if status in REFUSED:
        return SearchUnavailable(REFUSED[status])
    kind, reason = _cause(body)
    if kind == "index_not_found_exception":
        return SearchUnavailable(NO_INDEX)
    if status in UNAVAILABLE:
        return SearchUnavailable(f"Elasticsearch répond {status} : {reason}")
    return SearchError(f"Elasticsearch répond {status} : {reason}")


def _openssl_reason(message: str) -> str:
    """The words of « [SSL: CODE] words, details (source) »: the details may name an address."""
    return message.partition("] ")[2].partition(" (_")[0].partition(",")[0]


def _cause(body: Any) -> tuple[str, str]:
    """Type and reason of the first cause that an answer tells."""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return "", str(error or body)[:300]
    cause = (error.get("root_cause") or [error])[0]
    return str(error.get("type", "")), str(cause.get("reason", ""))[:300]
