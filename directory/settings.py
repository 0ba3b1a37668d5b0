"""Typed settings, read once from the environment. Every fault is reported at once."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from directory.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = "development-only-key-not-for-production"
MOST_SHARDS = 64
MOST_COPIES = 9
MOST_PROXIES = 9
ELASTICSEARCH = re.compile(r"https?://([^/@\s]*@)?[^/@\s]+(/[a-z0-9][a-z0-9_-]*)?/?")


@dataclass(frozen=True)
class Settings:
    """What can be set from outside. Field `x` is the environment variable `BRP_X`; README lists them all."""

    database_url: str = field(default=f"sqlite:///{ROOT}/var/brp.sqlite3", repr=False)  # may hold a password
    search_url: str = field(default=f"tantivy:{ROOT}/var/index", repr=False)  # may hold a password
    search_api_key: str = field(default="", repr=False)
    search_ca: str = ""
    search_shards: str = "1"
    search_replicas: str = ""
    secret_key: str = field(default=DEVELOPMENT_KEY, repr=False)
    base_url: str = "http://localhost:5000"
    proxies: str = "0"
    geocoder_url: str = "https://data.geopf.fr/geocodage"
    embedder: str = "local"

    @property
    def serves_https(self) -> bool:
        """Whether the public address is an https one (then cookies and redirects are secured)."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Settings of `environment` (`os.environ` in practice); an empty value counts as absent.

        Raises `SettingsError` naming every fault, in French, each with its way out.
        """
        given = {
            field.name: environment[f"BRP_{field.name.upper()}"].strip()
            for field in fields(cls)
            if environment.get(f"BRP_{field.name.upper()}", "").strip()
        }
        settings = cls(**given)
        if faults := list(settings._faults()):
            raise SettingsError(faults)
        return settings

    def _faults(self) -> list[str]:
        faults = []
        if not _names_a_database(self.database_url):
            faults.append("BRP_DATABASE_URL : attendu sqlite:///chemin/fichier ou postgresql://utilisateur@hôte/base.")
        faults += self._search_faults()
        if self.embedder not in ("off", "local") and not _names_a_model(self.embedder):
            faults.append("BRP_EMBEDDER : attendu off, local, ou http(s)://serveur/v1#modèle.")
        for name in ("base_url", "geocoder_url"):
            if not _host(getattr(self, name)):
                faults.append(f"BRP_{name.upper()} : attendu une adresse http:// ou https://.")
        if not self.proxies.isdecimal() or int(self.proxies) > MOST_PROXIES:
            faults.append(f"BRP_PROXIES : attendu le nombre de serveurs frontaux, de 0 à {MOST_PROXIES}.")
        if self.serves_https and (self.secret_key == DEVELOPMENT_KEY or len(self.secret_key) < 32):
            faults.append(
                "BRP_SECRET_KEY : une adresse publique en https demande une clé à vous, d’au moins 32 caractères "
                "(python3 -c 'import secrets; print(secrets.token_hex(32))')."
            )
        return faults

    def _search_faults(self) -> Iterator[str]:
        if self.search_url == "tantivy:":
            yield "BRP_SEARCH_URL : il manque le dossier après « tantivy: »."
        elif not self.search_url.startswith("tantivy:") and not ELASTICSEARCH.fullmatch(self.search_url):
            yield (
                "BRP_SEARCH_URL : attendu tantivy:dossier, ou l’adresse d’Elasticsearch : "
                "http(s)://[utilisateur:motdepasse@]hôte[:port][,hôte2…][/préfixe]."
            )
        if self.search_ca and not _holds_certificates(self.search_ca):
            yield f"BRP_SEARCH_CA : le fichier {self.search_ca} n’existe pas, ou ne contient pas de certificat PEM."
        if self.search_ca and self.search_url.startswith("http://"):
            yield "BRP_SEARCH_CA : une autorité ne sert à rien sans https:// dans BRP_SEARCH_URL."
        if not self.search_shards.isdecimal() or not 1 <= int(self.search_shards) <= MOST_SHARDS:
            yield f"BRP_SEARCH_SHARDS : attendu un nombre de 1 à {MOST_SHARDS}."
        if self.search_replicas and not (self.search_replicas.isdecimal() and int(self.search_replicas) <= MOST_COPIES):
            yield f"BRP_SEARCH_REPLICAS : attendu un nombre de 0 à {MOST_COPIES}, ou rien (une s’il y a deux nœuds)."


def _holds_certificates(path: str) -> bool:
    try:
        ssl.create_default_context(cafile=path)
    except OSError:  # of which `ssl.SSLError` is one
        return False
    return True


def _names_a_model(url: str) -> bool:
    return bool(_host(url)) and bool(urlsplit(url).fragment)


def _names_a_database(url: str) -> bool:
    try:
        make_url(url)
    except (ArgumentError, ValueError):  # the second: a port that is no number
        return False
    return url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://"))


def _host(url: str) -> str:
    """The host of an http(s) address, "" when it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket left open
        return ""
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""
