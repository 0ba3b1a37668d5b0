"""Opening hours read as a list of rules, to say of them what `opening_hours` does not, and to tell it what it misses.

Only the separators of rules, comments and a few words are looked at: the grammar is the library's affair.
Specification: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

import re

_COMMENT = re.compile(r'"[^"]*"')
_RULE = re.compile(r'(?:[^;"]|"[^"]*")+')  # rules are parted by ";", which a comment may hold
_RULE_WITH_COMMENT = re.compile(r'(?P<days>[^;,|"]*)(?P<comment>"[^"]*")')
_HOURS_OR_STATE = re.compile(r"\d:\d|24/7|sun|dusk|dawn|open|off|closed|unknown")
_SPAN = re.compile(r"(\d\d?:\d\d)\s*-\s*(\d\d?:\d\d)")
_OFF = re.compile(r"\bPH\b[^;:]*\b(?:off|closed)\b")


def holidays_named(written: str) -> bool:
    """Whether the hours say something of public holidays."""
    return re.search(r"\bPH\b", _COMMENT.sub("", written)) is not None


def holidays_off(written: str) -> bool:
    """Whether the hours say that public holidays are days off."""
    return _OFF.search(_COMMENT.sub("", written)) is not None


def school_named(written: str) -> bool:
    """Whether the hours change with school holidays."""
    return re.search(r"\bSH\b", _COMMENT.sub("", written)) is not None


def ready(written: str) -> str:
    """The same hours as the library must be given them, to answer as the specification says."""
    rules = [_RULE_WITH_COMMENT.sub(_spell_out, rule) for rule in _RULE.findall(written)]
    return ";".join(rule if place == 0 else _keep_night(rule) for place, rule in enumerate(rules))


def _spell_out(rule: re.Match[str]) -> str:
    """Days with a comment and no hours are unknown; the library would say open all day."""
    return rule[0] if _HOURS_OR_STATE.search(rule["days"]) else f"{rule['days'].rstrip()} unknown {rule['comment']}"


def _keep_night(rule: str) -> str:
    """A night that ends on a day of which an earlier rule speaks: the library forgets its end, unless told twice.

    « Sa 10:00-12:00; Fr 22:00-03:00 » is open on Saturday at 1:00: the second rule, which comes last, says so.
    """
    if "||" in rule or not any(_past_midnight(*span) for span in _SPAN.findall(_COMMENT.sub("", rule))):
        return rule
    return f"{rule}, {rule.strip()}"


def _past_midnight(start: str, end: str) -> bool:
    return end.zfill(5) <= start.zfill(5) or end.zfill(5) > "24:00"
