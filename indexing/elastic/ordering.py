"""The order of `indexing.ranking`, as scripts that Elasticsearch runs on each answer. Values in, dicts out."""

from __future__ import annotations

import math
from typing import Any

from indexing import ranking
from indexing.fields import FACETS
from indexing.query import Place, SearchQuery, Sort

TOP = 10_000  # a score of Elasticsearch is never negative: it is `TOP` - step
NOWHERE_KM = 1e9  # the distance of what has no point: last
GRAIN = 1e-12  # as in `ranking.step`

# The constants are written into the source, which is compiled once; only what changes with a query is a parameter.
LISTING = f"""
double factor = _score;
long verified = doc['verified_on'].value;
long due = doc['due_on'].value;
if (verified == {ranking.NEVER}L || due == {ranking.NEVER}L) {{ factor *= {ranking.NOT_VERIFIED}; }}
else if (params.today >= doc['overdue_on'].value) {{ factor *= {ranking.OVERDUE}; }}
else if (params.today >= due) {{ factor *= {ranking.DUE}; }}
factor *= {ranking.INCOMPLETE} + {1.0 - ranking.INCOMPLETE!r} * doc['completeness'].value;
if (doc['capacity'].size() != 0) {{
  String capacity = doc['capacity'].value;
  if (capacity == 'full') {{ factor *= {ranking.FULL}; }}
  else if (capacity == 'limited') {{ factor *= {ranking.LIMITED}; }}
}}
"""
AT_PLACE = f"""
boolean lost = !params.measured || doc['point'].size() == 0;
double near = {ranking.REMOTE};
if (!lost) {{
  double km = doc['point'].arcDistance(params.latitude, params.longitude) / 1000.0;
  near = {ranking.FAR} + {1.0 - ranking.FAR!r} / (1.0 + km / {ranking.HALF_WAY_KM});
  if (near < {ranking.REMOTE} && doc['remote'].value) {{ near = {ranking.REMOTE}; }}
}}
factor *= near;
if (doc['covers_unknown'].value) {{ factor *= lost ? {ranking.UNKNOWN_ANYWHERE} : {ranking.UNKNOWN_NEAR}; }}
else if (params.commune != '' && doc['commune'].size() != 0 && doc['commune'].value == params.commune) {{
  boolean serves = false;
  for (String territory : doc['covers']) {{ if (params.territories.contains(territory)) {{ serves = true; break; }} }}
  factor *= serves ? {ranking.COVERS} : {ranking.LOCATED};
}} else {{ factor *= {ranking.COVERS}; }}
"""
ABOUT = f"""
double cosine = {ranking.ABOUT_UNKNOWN};
if (doc['about'].size() != 0) {{
  cosine = Math.min(1.0, Math.max(0.0, dotProduct(params.about, 'about') / {float(ranking.ABOUT_SCALE)}));
}}
factor *= Math.exp({ranking.ABOUT} * (cosine - 1.0));
"""
PREFERRED = f"""
for (preference in params.preferences) {{
  boolean said = false, wanted = false, neutral = false;
  for (String value : doc[preference.field]) {{
    said = true;
    if (preference.values.contains(value)) {{ wanted = true; }}
    else if (preference.neutral.contains(value)) {{ neutral = true; }}
  }}
  if (!wanted) {{ factor *= neutral || !said ? {ranking.PREFERENCE_UNSAID} : {ranking.PREFERENCE_OTHER}; }}
}}
"""
STEP = f"return {TOP} - Math.rint(-{ranking.STEPS} * Math.log(Math.max(factor, {GRAIN})));"
DISTANCE = f"""
if (doc['point'].size() == 0) {{ return {NOWHERE_KM}; }}
return Math.rint(doc['point'].arcDistance(params.latitude, params.longitude)) / 1000.0;
"""

STEP_KEY = {"_score": {"order": "desc"}}
ID_KEY = {"id": {"order": "asc"}}
NAME_KEY = {"name_key": {"order": "asc"}}
VERIFIED_KEY = {"verified_on": {"order": "desc"}}


def ranked(clause: dict[str, Any], query: SearchQuery) -> dict[str, Any]:
    """What answers `clause`, whose score is the relevance of the text, scored by the step it stands on."""
    source = LISTING
    params: dict[str, Any] = {"today": ranking.days(query.today)}
    if query.about:
        source += ABOUT
        params["about"] = query.about.hex()
    if query.preferences:
        source += PREFERRED
        params["preferences"] = [
            {"field": FACETS[wish.facet].name, "values": list(wish.values), "neutral": list(wish.neutral)}
            for wish in query.preferences
        ]
    if query.place:
        source += AT_PLACE
        params |= _place_params(query.place)
    return {"script_score": {"query": clause, "script": {"source": source + STEP, "params": params}}}


def sort_keys(query: SearchQuery) -> dict[str, dict[str, Any]]:
    """The keys of the order of `query` by what they tell (`step`, `distance`…), the first one first. It is total."""
    keys: dict[str, dict[str, Any]] = {"step": STEP_KEY, "distance": _distance_key(query.place), "id": ID_KEY}
    orders = {
        Sort.RELEVANCE: ("step", "distance", "id"),
        Sort.DISTANCE: ("distance", "step", "id"),
        Sort.VERIFIED: ("verified", "step", "distance", "id"),
        Sort.NAME: ("name", "id", "step", "distance"),  # the last two only to be told
    }
    keys |= {"verified": VERIFIED_KEY, "name": NAME_KEY}
    return {name: keys[name] for name in orders[query.sort] if keys[name]}


def told(values: dict[str, Any]) -> tuple[float, float | None]:
    """Score and distance in kilometres of a hit, from the values of its sort keys by name."""
    distance = values.get("distance")
    return math.exp((values["step"] - TOP) / ranking.STEPS), None if distance in (None, NOWHERE_KM) else distance


def _distance_key(place: Place | None) -> dict[str, Any]:
    if place is None or place.point is None:
        return {}
    latitude, longitude = place.point
    script = {"source": DISTANCE, "params": {"latitude": latitude, "longitude": longitude}}
    return {"_script": {"type": "number", "script": script, "order": "asc"}}


def _place_params(place: Place) -> dict[str, Any]:
    latitude, longitude = place.point or (0.0, 0.0)
    return {
        "measured": place.point is not None,
        "latitude": latitude,
        "longitude": longitude,
        "commune": place.commune,
        "territories": list(place.territories) if place.commune else [],
    }
