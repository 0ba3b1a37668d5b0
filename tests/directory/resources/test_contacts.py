"""Phones, e-mails, web addresses, SIRET: what is understood, and what is refused with a way out."""

from __future__ import annotations

import pytest
from marshmallow import ValidationError

from directory.resources.contacts import Email, Phone, Siret, Url


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("05 63 00 00 00", "+33563000000"),
        ("05.63.22.11.00", "+33563221100"),
        ("05-63-22-11-00", "+33563221100"),
        ("05/63/22/11/00", "+33563221100"),
        ("0563221100", "+33563221100"),
        ("+33 5 63 22 11 00", "+33563221100"),
        ("+33 (0)5 63 22 11 00", "+33563221100"),
        ("0033 5 63 22 11 00", "+33563221100"),
        ("tel: 05 63 22 11 00", "+33563221100"),
        ("05\u00a063\u00a022\u00a011\u00a000", "+33563221100"),
        ("0 806 000 126", "+33806000126"),
        ("0800 840 800", "+33800840800"),
        ("0262 90 20 20", "+262262902020"),
        ("0692 12 34 56", "+262692123456"),
        ("0269 61 10 10", "+262269611010"),
        ("0596 55 55 55", "+596596555555"),
        ("0694 12 34 56", "+594694123456"),
        ("+590 590 12 34 56", "+590590123456"),
        ("+687 25 50 00", "+687255000"),
        ("3949", "3949"),
        ("36 46", "3646"),
        ("39.19", "3919"),
        ("115", "115"),
        ("116 006", "116006"),
    ],
)
def test_a_number_is_understood_however_it_is_written(written: str, stored: str) -> None:
    assert Phone().deserialize(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        "12",
        "05 63",
        "563 22 11 0",
        "05 63 22 11 00 ou 05 63 22 11 01",
        "05 63 22 11 OO",
        "0563221100 poste 12",
        "99 99",
    ],
)
def test_a_number_that_is_none_is_refused_with_examples(written: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Phone().deserialize(written)
    (message,) = refusal.value.messages
    assert message.startswith(f"« {written} » n’est pas un numéro de téléphone.")
    assert "05 63 00 00 00" in message


def test_a_number_typed_without_quotes_in_yaml_is_told_to_be_a_text() -> None:
    with pytest.raises(ValidationError, match="un texte est attendu"):
        Phone().deserialize(3949)


@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_nothing_is_always_accepted(nothing: str | None) -> None:
    assert [field.deserialize(nothing) for field in (Phone(), Email(), Url(), Siret())] == [None] * 4


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("https://www.exemple.fr/page?a=1#b", "https://www.exemple.fr/page?a=1#b"),
        ("HTTP://exemple.fr", "http://exemple.fr"),
        ("www.exemple.fr", "https://www.exemple.fr"),
        ("exemple.fr/page", "https://exemple.fr/page"),
        (" https://exemple.fr:8443/é ", "https://exemple.fr:8443/é"),
        ("https://école.fr", "https://école.fr"),
        ("https://xn--cole-9oa.fr", "https://xn--cole-9oa.fr"),
        ("https://sous_domaine.exemple.fr", "https://sous_domaine.exemple.fr"),
    ],
)
def test_a_web_address_is_kept_or_completed(written: str, stored: str) -> None:
    assert Url().deserialize(written) == stored


@pytest.mark.parametrize(
    "hostile",
    [
        "javascript:alert(1)",
        "javascript://exemple.fr/%0aalert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<b>",
        "vbscript:x",
        "ftp://exemple.fr",
        "file:///etc/passwd",
        "mailto:a@exemple.fr",
        "//exemple.fr",
        "/page",
        "http:exemple.fr",
        "http:/exemple.fr",
        "http://",
        "http://localhost/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::1",
        "http://moi:secret@exemple.fr",
        "http://exemple.fr\\@ailleurs.fr",
        "http://exemple.fr:99999",
        "http://exemple.fr/a b",
        'http://exemple.fr/"onclick=',
        "https://https://exemple.fr",
        "moi@exemple.fr",
        "https://exemple.fr/" + "a" * 2000,
        "http://exemple.fr/\u202ereversed",
    ],
)
def test_an_address_that_is_no_web_page_is_refused(hostile: str) -> None:
    with pytest.raises(ValidationError, match="n’est pas l’adresse d’une page web"):
        Url().deserialize(hostile)


def test_a_long_wrong_value_is_cut_in_the_message() -> None:
    with pytest.raises(ValidationError) as refusal:
        Url().deserialize("x " * 500)
    assert len(str(refusal.value.messages[0])) < 250


@pytest.mark.parametrize(
    ("written", "stored"),
    [("Accueil@Exemple.FR", "Accueil@exemple.fr"), (" a.b+c@exemple.org ", "a.b+c@exemple.org")],
)
def test_an_email_keeps_its_name_and_lowers_its_domain(written: str, stored: str) -> None:
    assert Email().deserialize(written) == stored


@pytest.mark.parametrize("written", ["accueil", "a@", "a@b", "a b@exemple.fr", "a@exemple.fr, b@exemple.fr", "@x.fr"])
def test_an_email_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="n’est pas une adresse électronique"):
        Email().deserialize(written)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("732 829 320 00074", "73282932000074"),
        ("356 000 000 00048", "35600000000048"),  # La Poste, head office
        ("35600000049838", None),  # its other offices have a checksum of their own…
        ("35600000049837", "35600000049837"),  # … which is a multiple of five
        ("73282932000079", None),
        ("732829320", None),
        ("ABCDEFGHIJKLMN", None),
    ],
)
def test_a_siret_is_checked_as_the_register_does(written: str, stored: str | None) -> None:
    if stored:
        assert Siret().deserialize(written) == stored
    else:
        with pytest.raises(ValidationError, match="n’est pas un SIRET"):
            Siret().deserialize(written)
