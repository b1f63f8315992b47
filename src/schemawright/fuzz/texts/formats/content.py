"""
What texts hold, as formats of their own: base64 (RFC 4648), JSON, and JSON in base64.

Draft 7 allows `contentEncoding` and `contentMediaType` to be assertions, and both engines take them for such.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.content import (
    BASE64,
    ENCODING,
    JSON,
    MEDIA_TYPE,
    asserted_in,
    is_base64,
    is_base64_of_text,
    is_json,
    is_json_in_base64,
)
from schemawright.fuzz.texts.formats.kind import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_ENCODED = f"contentEncoding {BASE64}"
_ENCODED_TEXT = f"{_ENCODED}, of a text"
_DOCUMENT = f"contentMediaType {JSON}"
_ENCODED_DOCUMENT = f"{_DOCUMENT} in {BASE64}"

_DOCUMENTS = (
    *("{}", "[]", "null", "true", "false", "0", '""', '"a"', "-0", "-1.5e3", "123", "123456", "[1,2]", '{"a":1}'),
    *(' {"a": [null, true]} ', "\t[ ]\n", "\r\n1", '"\\u00e9\\n"', '"\u00e9"', '"\\ud83d\\ude00"', '{"":{}}'),
    *('[[["a"]]]', '{"a":1,"a":2}', "1e400", "9007199254740993"),
)
_NO_DOCUMENTS = (
    ("nothing", ""),
    ("not closed", "{"),
    ("closed twice", "{}}"),
    ("a comma at the end", "[1,]"),
    ("a name without quotation marks", "{a:1}"),
    ("in single quotation marks", "{'a':1}"),
    ("two documents", "{}{}"),
    ("a word", "x"),
    ("not a number", "NaN"),
    ("a literal in capitals", "True"),
    ("a zero in front", "01"),
    ("a plus in front", "+1"),
    ("a point without digits", "1."),
    ("a comment", "{} // x"),
    ("a control character in a string", '"\n"'),
    ("an unknown escape", '"\\x"'),
    ("white space that is none", "\u00a01"),
    ("only white space", " "),
)
_BLOCK = "[A-Za-z0-9+/]"


def _in_base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def _one_of(texts: Iterable[str]) -> str:
    return f"^(?:{'|'.join(text.replace('+', '[+]') for text in texts)})$"


_SCALAR = r'(?:null|true|-?[1-9][0-9]{0,8}(?:\.[0-9]{1,3})?|"[a-zA-Z0-9 ]{0,12}")'
_ITEMS = rf"\[(?:{_SCALAR}(?:,{_SCALAR}){{0,3}})?\]"
_MEMBERS = rf'\{{(?:"[a-z]{{1,4}}": ?{_SCALAR})?\}}'
_BASE64 = Format(
    (f"^(?:{_BLOCK}{{4}})*(?:{_BLOCK}[AQgw]==|{_BLOCK}{{2}}[AEIMQUYcgkosw048]=)?$",),
    ("Zm9v", "", "Zg==", "Zm8=", "AAAA", "////", "++++", "+/+/", "/w==", "//8=", "AA==", "Zm9vYmE=", "A" * 76 * 4),
    (
        ("not encoded", "{}"),
        ("not encoded", "null"),
        ("without padding", "Zg"),
        ("bits left in the padding", "Zh=="),
        ("one sign of padding too few", "Zg="),
        ("in the alphabet of URLs", "-_-_"),
        ("a character of no alphabet", "Zm9%"),
        ("one character alone", "Z"),
        ("one character more", "Zm9vY"),
        ("a newline at the end", "Zm9v\n"),
        ("a space within", "Zm 9"),
        ("only padding", "===="),
        ("padding in front", "=Zm8"),
        ("not in ASCII", "Zm9\u00e9"),
    ),
)
_NO_TEXTS = (("a byte that UTF-8 does not have", "/w=="), ("half of a character", "7Q=="), ("in Latin-1", "6Q=="))
CONTENT = {
    _ENCODED: _BASE64,
    _ENCODED_TEXT: _BASE64._replace(misses=(*_BASE64.misses, *_NO_TEXTS)),
    _DOCUMENT: Format(
        (f"^(?:{_SCALAR}|{_ITEMS}|{_MEMBERS})$",),
        _DOCUMENTS,
        _NO_DOCUMENTS,
    ),
    _ENCODED_DOCUMENT: Format(
        (_one_of(map(_in_base64, (*_DOCUMENTS, *(f'{{"id":{number}}}' for number in range(0, 4_000, 61))))),),
        tuple(map(_in_base64, _DOCUMENTS)),
        tuple((f"{how}, in base64", _in_base64(text)) for how, text in _NO_DOCUMENTS),
    ),
}
"""Name → what is known of it."""
CHECKS: dict[str, Callable[[str], bool]] = {
    _ENCODED: is_base64,
    _ENCODED_TEXT: is_base64_of_text,
    _DOCUMENT: is_json,
    _ENCODED_DOCUMENT: is_json_in_base64,
}
"""Name → whether a text holds such."""
SCHEMAS: dict[str, dict[str, Any]] = {
    _ENCODED: {"contentEncoding": BASE64},
    _ENCODED_TEXT: {"contentEncoding": BASE64},
    _DOCUMENT: {"contentMediaType": JSON},
    _ENCODED_DOCUMENT: {"contentEncoding": BASE64, "contentMediaType": JSON},
}
"""Name → a schema that says so."""


def content_of(subschema: dict[str, Any], dialect: str) -> Iterator[str]:
    """
    Yield the names of what a subschema says of what a text holds.

    >>> list(content_of({"contentEncoding": "base64", "contentMediaType": "text/html"}, "draft7"))
    ['contentEncoding base64']
    """
    asserted = asserted_in(subschema, dialect)
    is_encoded, is_document = ENCODING in asserted, MEDIA_TYPE in asserted
    if is_encoded:
        yield _ENCODED_TEXT if is_document else _ENCODED
    if is_document:
        yield _ENCODED_DOCUMENT if is_encoded else _DOCUMENT
