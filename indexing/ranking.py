"""The order: text × about × place × preferences × freshness × completeness × capacity. One formula, for every engine.

Each factor but the first is at most 1 and never 0: it moves a resource down, never out. Being a product, the score
does not depend on the scale of the text relevance. Scores nearer than a hundredth are taken for equal, so that chance
in the text does not beat a shorter way: then the nearer one is first, then the smaller id. That order is total.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int32]

NEVER = 0  # the day of a listing never verified

ABOUT = 2.0  # how fast a listing goes down as it is about something else
ABOUT_UNKNOWN = 0.15  # cosine of a listing that is not known: between those near to what is asked and the others
ABOUT_SCALE = 127**2  # of a dot product: places among needs are 127 long

COVERS = 1.0  # says that it serves the place
UNKNOWN_NEAR = 0.8  # does not say whom it serves, but is near
LOCATED = 0.4  # stands there and says that it serves elsewhere
UNKNOWN_ANYWHERE = 0.3  # says neither whom it serves nor where it is
FAR = 0.5  # what is left far away of the factor of nearness
HALF_WAY_KM = 15.0  # where half of what distance takes is taken
REMOTE = 0.85  # nearness of what needs no travel, or has no address: as a resource some 9 km away

DUE = 0.96
OVERDUE = 0.85
NOT_VERIFIED = 0.88
INCOMPLETE = 0.85  # an empty listing; a complete one has 1
LIMITED = 0.95
FULL = 0.7

PREFERENCE_UNSAID = 0.92  # for everybody, or does not say for whom or how
PREFERENCE_OTHER = 0.7  # for others, or otherwise

STEPS = 100.0  # scores are compared by steps of 1/100 (of their logarithm)


def about_factor(asked: bytes, listings: npt.NDArray[np.int8]) -> Floats:
    """How near each of `listings` (a row of `ABOUT_BYTES` each) is to what is `asked`. A row of 0 is not known."""
    wanted = np.frombuffer(asked, np.int8).astype(np.float32)
    dots = (listings.astype(np.float32) @ wanted).astype(np.float64)  # exact: below 2²⁴
    known = listings.view(np.uint64).any(axis=1)
    cosine = np.where(known, np.clip(dots / ABOUT_SCALE, 0.0, 1.0), ABOUT_UNKNOWN)
    factor: Floats = np.exp(ABOUT * (cosine - 1.0))
    return factor


def nearness(distance_km: Floats, remote: Flags) -> Floats:
    """1 on the spot, `FAR` far away; `distance_km` is NaN without a point. Remote ones do not suffer from distance."""
    near = FAR + (1.0 - FAR) / (1.0 + distance_km / HALF_WAY_KM)
    return np.where(np.isnan(near), REMOTE, np.where(remote, np.maximum(near, REMOTE), near))


def place_factor(distance_km: Floats, remote: Flags, unknown: Flags, located: Flags) -> Floats:
    """How well a resource answers there. `unknown`: coverage not said; `located`: there, but serves elsewhere."""
    lost = unknown & np.isnan(distance_km)
    kind: Floats = np.where(lost, UNKNOWN_ANYWHERE, np.where(unknown, UNKNOWN_NEAR, np.where(located, LOCATED, COVERS)))
    return kind * nearness(distance_km, remote)


def freshness_factor(today: date, verified_on: Days, due_on: Days, overdue_on: Days) -> Floats:
    """Days are counted from 1970-01-01; `NEVER` where the listing was never verified."""
    now = days(today)
    age = np.where(now >= overdue_on, OVERDUE, np.where(now >= due_on, DUE, 1.0))
    return np.where((verified_on == NEVER) | (due_on == NEVER), NOT_VERIFIED, age)


def quality_factor(completeness: npt.NDArray[np.float32], limited: Flags, full: Flags) -> Floats:
    """Completeness (0..1) and capacity of the listing."""
    complete = INCOMPLETE + (1.0 - INCOMPLETE) * completeness.astype(np.float64)
    return complete * np.where(full, FULL, np.where(limited, LIMITED, 1.0))


def preference_factor(wanted: Flags, neutral: Flags, said: Flags) -> Floats:
    """How well a resource meets one preference: `wanted` and `neutral` values held, any value `said`."""
    factor: Floats = np.where(wanted, 1.0, np.where(neutral | ~said, PREFERENCE_UNSAID, PREFERENCE_OTHER))
    return factor


def step(score: Floats) -> npt.NDArray[np.int32]:
    """The step a score stands on: what is compared. Smaller is better."""
    return np.round(-STEPS * np.log(np.maximum(score, 1e-12))).astype(np.int32)


def days(day: date | None) -> int:
    """Days since 1970-01-01, `NEVER` for None."""
    return NEVER if day is None else (day - date(1970, 1, 1)).days
