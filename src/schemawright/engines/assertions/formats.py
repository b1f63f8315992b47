"""
What the values of `format` mean, strictly by their specifications; the reference engine's own checkers.

Every check is of a whole string: no newline at the end passes, and digits are ASCII.  One table, `CHECKS`, names them;
`schemawright.keywords.FORMATS` says which dialect asserts which.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from ipaddress import AddressValueError, IPv6Address
from typing import TYPE_CHECKING

from schemawright.engines.assertions.moments import MOMENTS
from schemawright.engines.assertions.wellformed import is_ecma_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

_DOTS = (".", "\u3002", "\uff0e", "\uff61")
"""What separates labels (RFC 3490, section 3.1), and ends no host name here."""
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
_MAX_HOST = 253
_MAX_LOCAL = 64
"""How long the local part of a mailbox may be (RFC 5321, section 4.5.3.1.1)."""

_PERCENT = "%[0-9A-Fa-f]{2}"
_UCS = (
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane * 0x10000)}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 14))
    + "\U000e1000-\U000efffd"
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_SAFE = r"A-Za-z0-9._~!$&'()*+,;=\-"


_compiled = cache(re.compile)
"""Compiles a pattern once somebody asks for it: all of them together take a twentieth of a second."""


def _uri_patterns(ucs: str, private: str) -> tuple[str, str]:
    """Return the patterns of an identifier and of a relative reference (RFC 3986, appendix A; RFC 3987, 2.2)."""
    char = f"(?:[{_SAFE}{ucs}:@]|{_PERCENT})"
    no_colon = f"(?:[{_SAFE}{ucs}@]|{_PERCENT})"
    authority = (
        f"(?:(?:[{_SAFE}{ucs}:]|{_PERCENT})*@)?"
        rf"(?:\[(?P<literal>[^\[\]]*)\]|(?:[{_SAFE}{ucs}]|{_PERCENT})*)(?::[0-9]*)?"
    )
    absolute = f"//{authority}(?:/{char}*)*|/(?:{char}+(?:/{char}*)*)?"
    tail = rf"(?:\?(?:{char}|[/?{private}])*)?(?:#(?:{char}|[/?])*)?"
    whole = f"[A-Za-z][A-Za-z0-9+.-]*:(?:{absolute}|{char}+(?:/{char}*)*|){tail}"
    relative = f"(?:{absolute}|{no_colon}+(?:/{char}*)*|){tail}"
    return whole, relative


_URI, _URI_RELATIVE = _uri_patterns("", "")
_IRI, _IRI_RELATIVE = _uri_patterns(_UCS, _PRIVATE)
_FUTURE = rf"[vV][0-9A-Fa-f]+\.[{_SAFE}:]+"

_VARIABLE = rf"(?:[A-Za-z0-9_]|{_PERCENT})(?:\.?(?:[A-Za-z0-9_]|{_PERCENT}))*(?::[1-9][0-9]{{0,3}}|\*)?"
_TEMPLATE_LITERAL = rf"""[^\x00-\x20"%<>\\^`{{|}}\x7f]|{_PERCENT}"""
"""RFC 6570, section 2.1, with erratum 6937: an apostrophe is one."""
_POINTER = r"(?:/(?:[^~/]|~[01])*)*"
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_IDN_ATEXT = r"[^\x00-\x20\x7f\"(),.:;<>@\[\\\]]"

_hours = r"[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S"
_days = r"[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D"
_quoted = r'"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"'
_idn_quoted = r'"(?:[\x20\x21\x23-\x5b\x5d-\x7e\x80-\U0010ffff]|\\[\x20-\x7e])*"'
"""RFC 6531, section 3.3: what is not ASCII may be quoted, too, but needs no backslash."""
_MAILBOX = rf"(?s)(?P<local>{_ATEXT}+(?:\.{_ATEXT}+)*|{_quoted})@(?P<domain>.+)"
_IDN_MAILBOX = rf"(?s)(?P<local>{_IDN_ATEXT}+(?:\.{_IDN_ATEXT}+)*|{_idn_quoted})@(?P<domain>.+)"


def _pattern(pattern: str) -> Callable[[str], bool]:
    return lambda text: _compiled(pattern).fullmatch(text) is not None


def is_hostname_of_1034(text: str) -> bool:
    """Return whether a text is a host name without Punycode (RFC 1034, section 3.1); with a digit in front, too."""
    return len(text) <= _MAX_HOST and _compiled(_HOST).fullmatch(text) is not None


def is_hostname(text: str) -> bool:
    """Return whether a text is a host name (RFC 1123, section 2.1); labels in Punycode must decode."""
    return is_hostname_of_1034(text) and all(_is_a_label(label) for label in text.split(".") if label[2:4] == "--")


@lru_cache(maxsize=1024)
def _is_a_label(label: str) -> bool:
    import idna

    try:
        idna.ulabel(label.lower())
    except (idna.IDNAError, UnicodeError):
        return False
    return label[:4].lower() == "xn--"


def is_idn_hostname(text: str) -> bool:
    """Return whether a text is an internationalised host name (RFC 5890, section 2.3.2.3)."""
    if (text.isascii() and not is_hostname(text)) or text.endswith(_DOTS):
        return False
    import idna

    try:
        idna.encode(text)
    except (idna.IDNAError, UnicodeError):
        return False
    return True


def is_ipv6(text: str) -> bool:
    """Return whether a text is an IPv6 address (RFC 4291, section 2.2), without a zone."""
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return text.isascii() and "%" not in text


def _is_literal(text: str | None) -> bool:
    """Return whether what stands between the brackets of a URI's host may (RFC 3986, section 3.2.2)."""
    return text is None or is_ipv6(text) or _compiled(_FUTURE).fullmatch(text) is not None


def _identifier(*patterns: str) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        matches = (_compiled(pattern).fullmatch(text) for pattern in patterns)
        return any(match is not None and _is_literal(match["literal"]) for match in matches)

    return check


def is_email(text: str) -> bool:
    """Return whether a text is a mailbox (RFC 5321, section 4.1.2)."""
    return _is_mailbox(_compiled(_MAILBOX).fullmatch(text), is_hostname)


def is_idn_email(text: str) -> bool:
    """Return whether a text is a mailbox, internationalised (RFC 6531, section 3.3)."""
    return _is_mailbox(_compiled(_IDN_MAILBOX).fullmatch(text), is_idn_hostname)


def _is_mailbox(match: re.Match[str] | None, is_host: Callable[[str], bool]) -> bool:
    if match is None or len(match["local"]) > _MAX_LOCAL:
        return False
    return _is_address(match["domain"]) or is_host(match["domain"])


def _is_address(domain: str) -> bool:
    if not (domain.startswith("[") and domain.endswith("]")):
        return False
    inner = domain[1:-1]
    return is_ipv6(inner[5:]) if inner[:5].lower() == "ipv6:" else _compiled(_IPV4).fullmatch(inner) is not None


CHECKS: dict[str, Callable[[str], bool]] = {
    **MOMENTS,
    "duration": _pattern(rf"P(?:[0-9]+W|(?:{_days})(?:T(?:{_hours}))?|T(?:{_hours}))"),
    "email": is_email,
    "idn-email": is_idn_email,
    "hostname": is_hostname,
    "idn-hostname": is_idn_hostname,
    "ipv4": _pattern(_IPV4),
    "ipv6": is_ipv6,
    "uri": _identifier(_URI),
    "uri-reference": _identifier(_URI, _URI_RELATIVE),
    "iri": _identifier(_IRI),
    "iri-reference": _identifier(_IRI, _IRI_RELATIVE),
    "uuid": _pattern("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"),
    "uri-template": _pattern(rf"(?:{_TEMPLATE_LITERAL}|\{{[+#./;?&=,!@|]?{_VARIABLE}(?:,{_VARIABLE})*\}})*"),
    "json-pointer": _pattern(_POINTER),
    "relative-json-pointer": _pattern(rf"(?:0|[1-9][0-9]*)(?:#|{_POINTER})"),
    "regex": is_ecma_pattern,
    # Draft 3 alone.
    "ip-address": _pattern(_IPV4),
    "host-name": is_hostname,
    "color": _pattern(
        "(?i:#[0-9a-f]{3}|#[0-9a-f]{6}|aqua|black|blue|fuchsia|gray|green|lime|maroon|navy|olive|orange|purple|red|silver"
        "|teal|white|yellow)"
    ),
}
"""Format, and whether a string is of it."""

_OF_1034: dict[str, Callable[[str], bool]] = {"hostname": is_hostname_of_1034}
CHECKS_OF: dict[str, dict[str, Callable[[str], bool]]] = {
    # Its `time` has no offset (section 5.23).
    "draft3": {
        "time": _pattern("(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"),
        "host-name": is_hostname_of_1034,
    },
    "draft4": _OF_1034,
    "draft6": _OF_1034,
}
"""Dialect → what it means otherwise."""
