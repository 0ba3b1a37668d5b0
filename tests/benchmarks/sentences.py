"""What reading a whole sentence costs: over HTTP, without the model, with it, and once it is remembered."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.serving import Timing, answer_times, ask, gunicorn

# Twelve ways to begin and twelve to go on: 144 sentences, of which the thesaurus knows a part, as in life.
WHO = ("je", "mon voisin", "monsieur", "ma mère", "une dame que je suis", "le jeune homme", "mon frère aîné", "madame")
WHO += ("un usager", "ma collègue", "leur fils aîné", "la personne devant moi")
WHAT = ("dort mal depuis que tout va de travers", "tourne en rond sans savoir vers qui se tourner")
WHAT += ("a perdu pied après la fermeture de l'usine", "voudrait s'occuper de ses mains", "ne sort plus de chez soi")
WHAT += ("remplit un formulaire et n'y comprend rien", "dort chez des copains un soir sur deux")
WHAT += ("compte chaque pièce dès le dix du mois", "attend un bébé sans l'avoir dit à personne")
WHAT += ("doit se lever à quatre heures pour l'entrepôt", "entend mal et se fâche pour rien")
WHAT += ("cherche à quoi ses diplômes peuvent encore servir",)


def measure(environment: dict[str, str]) -> dict[str, Any]:
    """Times of the same sentences: `off` without model, `new` when the model reads them, `known` the second time."""
    texts = [f"{who} {what}" for who in WHO for what in WHAT]
    paths = ["/api/v1/resources?" + urlencode({"q": text, "commune": "82121"}) for text in texts]
    warm = ["/api/v1/resources?" + urlencode({"q": f"{text} aujourd'hui", "commune": "82121"}) for text in texts[::9]]
    figures = {}
    for embedder, rounds in (("off", ("off",)), ("local", ("new", "known"))):
        with gunicorn("directory.wsgi:app", environment | {"BRP_EMBEDDER": embedder}, workers=1) as (port, _):
            ask(port, warm, 1)  # opens the model
            for name in rounds:
                seconds = answer_times(port, paths)
                figures[name] = asdict(Timing.of(seconds, sum(seconds)))
    return figures


def ratios(figures: dict[str, Any]) -> dict[str, float]:
    """What a new sentence adds, in milliseconds (the target of « Search that understands an adviser »)."""
    return {"a new sentence adds, p50 (≤ 15 ms)": round(figures["new"]["p50"] - figures["off"]["p50"], 2)}
