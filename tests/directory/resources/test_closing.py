"""Closures are told to those who would come soon."""

from datetime import date

from directory.resources.closing import coming_closures

TODAY = date(2026, 11, 24)


def closure(first: str, last: str, reason: str = "") -> dict[str, str]:
    return {"from": first, "to": last, "reason": reason}


def test_a_closure_is_told_while_it_holds_and_fifteen_days_before() -> None:
    told = coming_closures(
        [
            closure("2026-11-01", "2026-11-23"),
            closure("2026-11-20", "2026-11-24"),
            closure("2026-12-09", "2026-12-10"),
            closure("2026-12-10", "2026-12-11"),
        ],
        TODAY,
    )
    assert [(found.first.day, found.holds_on(TODAY)) for found in told] == [(20, True), (9, False)]


def test_a_closure_says_its_days_and_its_reason() -> None:
    one, several = coming_closures(
        [closure("2026-12-01", "2026-12-01"), closure("2026-12-01", "2026-12-03", "congés")], TODAY
    )
    assert one.words.replace("\u00a0", " ") == "fermé le 1er décembre 2026"
    assert several.words.replace("\u00a0", " ") == "fermé du 1er décembre 2026 au 3 décembre 2026 : congés"
