"""Typed settings, read once from the environment. Every fault is reported at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from directory.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = "development-only-key-not-for-production"


@dataclass(frozen=True)
class Settings:
    """What can be set from outside. Field `x` is the environment variable `BRP_X`; README lists them all."""

    database_url: str = f"sqlite:///{ROOT}/var/brp.sqlite3"
    search_url: str = f"tantivy:{ROOT}/var/index"
    secret_key: str = DEVELOPMENT_KEY
    base_url: str = "http://localhost:5000"
    geocoder_url: str = "https://data.geopf.fr/geocodage"

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
        if not self.database_url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            faults.append("BRP_DATABASE_URL : attendu sqlite:///chemin/fichier ou postgresql://utilisateur@hôte/base.")
        if not self.search_url.startswith(("tantivy:", "http://", "https://")):
            faults.append("BRP_SEARCH_URL : attendu tantivy:dossier ou l’adresse http(s) d’Elasticsearch.")
        if self.search_url == "tantivy:":
            faults.append("BRP_SEARCH_URL : il manque le dossier après « tantivy: ».")
        for name in ("base_url", "geocoder_url"):
            parts = urlsplit(getattr(self, name))
            if parts.scheme not in ("http", "https") or not parts.hostname:
                faults.append(f"BRP_{name.upper()} : attendu une adresse http:// ou https://.")
        if self.serves_https and (self.secret_key == DEVELOPMENT_KEY or len(self.secret_key) < 32):
            faults.append(
                "BRP_SECRET_KEY : une adresse publique en https demande une clé à vous, d’au moins 32 caractères "
                "(python3 -c 'import secrets; print(secrets.token_hex(32))')."
            )
        return faults
