"""Which characters the bytes of a text file stand for."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from directory.exchange.rows import UnusableFile, why_unreadable

_BLOCK = 1 << 20  # bytes read at a time

# First bytes of what is often sent under a false name, and what to do about it.
_NOT_A_TABLE = {
    b"\x89PNG": "une image PNG",
    b"\xff\xd8\xff": "une image JPEG",
    b"GIF8": "une image GIF",
    b"%PDF": "un document PDF",
    b"{\\rtf": "un document RTF",
    b"\xd0\xcf\x11\xe0": "un classeur Excel d’avant 2007 (.xls)",
    b"\x1f\x8b": "une archive compressée (gzip)",
    b"7z\xbc\xaf": "une archive compressée (7z)",
    b"Rar!": "une archive compressée (rar)",
}
# Encodings French spreadsheets write when it is not UTF-8: Windows first, then old Mac and DOS ones.
_ONE_BYTE_ENCODINGS = ("cp1252", "mac_roman", "cp850")
_FRENCH = frozenset("éèêëàâçîïôûùÉÈÊÀÂÇÎÔœŒ’«»°€")
# Letters and marks of French as UTF-8 writes them: hardly ever two neighbours in a one-byte encoding.
_FRENCH_IN_UTF8 = re.compile(b"\xc3[\x80-\xbf]|\xc5[\x92\x93]|\xc2[\xa0\xab\xbb]|\xe2\x80[\x98-\x9d]")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r"))


def encoding_of(path: Path) -> str:
    """The encoding of a text file, as Python names it: the whole file is read, block by block, to be sure.

    Of a file pasted together from UTF-8 and Windows parts it is UTF-8: open it with `errors=WINDOWS_ELSE`.
    Raises `UnusableFile` when the file is missing, empty, or no text at all.
    """
    seen = controls = french = 0
    try:
        decoder, is_utf8 = codecs.getincrementaldecoder("utf-8")(), True
        histogram = [0] * 256
        for block in _blocks(path):
            if not seen:
                _refuse_known_kinds(path, block)
                if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    return _checked_utf16(path)
            seen += len(block)
            french += len(_FRENCH_IN_UTF8.findall(block))
            controls += len(block) - len(block.translate(None, _CONTROLS))
            is_utf8 = is_utf8 and _decodes(decoder, block)
            if not is_utf8:
                for byte, count in _counts(block):
                    histogram[byte] += count
        is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    except OSError as error:
        raise UnusableFile(f"{path.name} : impossible de lire le fichier ({why_unreadable(error)}).") from error
    if not seen:
        raise UnusableFile(f"{path.name} : le fichier est vide (0 octet). Exportez-le à nouveau depuis votre tableur.")
    if controls > seen // 500:
        raise UnusableFile(f"{path.name} : ce n’est pas un fichier texte. Attendu : un tableau CSV ou XLSX.")
    return "utf-8-sig" if is_utf8 or french else _one_byte_encoding(histogram)


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


WINDOWS_ELSE = "windows-else"  # what `errors=` is given to read as Windows' the bytes that are not UTF-8
codecs.register_error(WINDOWS_ELSE, _read_as_windows)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _refuse_known_kinds(path: Path, start: bytes) -> None:
    for magic, kind in _NOT_A_TABLE.items():
        if start.startswith(magic):
            raise UnusableFile(
                f"{path.name} : ce n’est pas un tableau mais {kind}. Enregistrez-le au format CSV UTF-8 ou XLSX."
            )


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _checked_utf16(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-16")()
    if all(_decodes(decoder, block) for block in _blocks(path)) and _decodes(decoder, b"", final=True):
        return "utf-16"
    raise UnusableFile(f"{path.name} : texte UTF-16 abîmé. Enregistrez-le au format CSV UTF-8.")


def _counts(block: bytes) -> Iterator[tuple[int, int]]:
    return ((byte, block.count(byte)) for byte in range(128, 256))


def _one_byte_encoding(histogram: list[int]) -> str:
    """The encoding that makes the most French letters of the bytes counted; Windows when several do as well."""
    if not any(histogram[0x80:0xA0]):
        return "iso-8859-1"

    def french_letters(encoding: str) -> int:
        letters = ((bytes([byte]).decode(encoding, errors="replace"), histogram[byte]) for byte in range(128, 256))
        return sum(count for letter, count in letters if letter in _FRENCH)

    best = max(_ONE_BYTE_ENCODINGS, key=french_letters)
    # Five bytes have no meaning in Windows' encoding; Latin-1 reads them as controls, which `repair` removes.
    undefined = any(histogram[byte] for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
    return "iso-8859-1" if best == "cp1252" and undefined else best
