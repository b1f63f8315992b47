"""Identifiers of resources, and templates of them: RFC 3986, 3987 and 6570."""

from __future__ import annotations

from schemawright.fuzz.texts.formats.kind import Format
from schemawright.fuzz.turns import in_turns

_HEX = "[0-9a-fA-F]"
_PERCENT = f"%{_HEX}{{2}}"
_SAFE = r"[a-z0-9A-Z._~!$&'()*+,;=\-]"
_IRI_SAFE = r"[a-z0-9A-Z._~!$&'()*+,;=\-éß漢あж😀]"
_OCTET = "([1-9]?[0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
_NAME = "[a-z]([a-z0-9-]{0,12}[a-z0-9])?"


def _tail(safe: str) -> str:
    char = f"({safe}|[:@]|{_PERCENT})"
    return rf"(\?({char}|[/?]){{0,16}})?(#({char}|[/?]){{0,12}})?"


def _authority(safe: str) -> str:
    host = rf"({_NAME}(\.{_NAME}){{0,2}}|{_OCTET}(\.{_OCTET}){{3}}|\[::{_HEX}{{1,4}}\]|{safe}{{0,12}})"
    return f"(({safe}|:){{0,8}}@)?{host}(:[0-9]{{0,5}})?"


def _absolute(safe: str) -> tuple[str, ...]:
    char = f"({safe}|[:@]|{_PERCENT})"
    return (
        f"^(https?|[a-zA-Z][a-zA-Z0-9+.-]{{0,8}})://{_authority(safe)}(/{char}{{0,8}})*{_tail(safe)}$",
        f"^(urn|mailto|data|[a-z][a-z0-9+.-]*):({char}{{1,16}}(/{char}{{0,8}})*)?{_tail(safe)}$",
        f"^[a-zA-Z][a-zA-Z0-9+.-]*:{char}*$",
    )


def _relative(safe: str) -> tuple[str, ...]:
    char = f"({safe}|[:@]|{_PERCENT})"
    return (
        f"^({safe}|@|{_PERCENT}){{0,8}}(/{char}{{1,8}})*{_tail(safe)}$",
        f"^(//{_authority(safe)}|\\.\\.?)(/{char}{{0,8}})*{_tail(safe)}$",
        f"^/({char}+(/{char}*)*)?$",
    )


_URI_EDGES = (
    *("a:", "a:b", "http://a", "http://example.com", "https://example.com/", "urn:isbn:0451450523", "mailto:a@b.c"),
    *("HTTP://EXAMPLE.COM", "http://u:p@h:80/p?q#f", "http://[::1]/", "http://[2001:db8::1]:8080/a", "http://1.2.3.4"),
    *(
        "http://[v1.a:b]/",
        "file:///etc/hosts",
        "a://",
        "a:///",
        "a:/",
        "a:?",
        "a:#",
        "a:?#",
        "http://a?b",
        "http://a#b",
    ),
    *("a+b-c.d:e", "http://a:/", "http://@/", "http://:@a/", "http://%41/", "http://a/%C3%A9", "http://a//b", "a:b:c"),
    *(
        "tag:a,2024:b",
        "data:,a",
        "http://a/?b=c&d=e",
        "http://a/;p=1",
        "http://a/'()*!$&+,;=",
        "http://999.999.999.999",
    ),
    *("http://a/?q=/?", "http://a/#/?", "urn:uuid:00000000-0000-0000-0000-000000000000", "javascript:0", "tel:+1-2"),
    *("http://xn--bcher-kva.example", "http://a:65536", "http://a/../b/./c", "http://a_b/"),
)
_URI_BROKEN = (
    ("a space", "http://a/b c"),
    ("a percent sign alone", "http://a/%"),
    ("brackets in the path", "http://a/[b]"),
    ("a port that is no number", "http://a:b/"),
    ("a backslash", "http://a\\b"),
    ("a fragment twice", "http://a/#b#c"),
    ("a percent sign and one bad digit", "http://a/%4g"),
    ("an opening brace", "http://a/{b}"),
    ("a bracket not closed", "http://[::1"),
    ("IPv6 that is none", "http://[::g]/"),
    ("a space in the host", "http://a b/"),
    ("a space in front", " http://a"),
    ("a percent sign and one digit", "http://a/%4"),
    ("a percent sign and no digits", "http://a/%zz"),
    ("a bar", "http://a/b|c"),
    ("a caret", "http://a/^"),
    ("a backtick", "http://a/`"),
    ("angle brackets", "http://a/<b>"),
    ("in angle brackets", "<http://a>"),
    ("a quote", 'http://a/"b"'),
    ("brackets in the query", "http://a/?b[c]=d"),
    ("brackets in the fragment", "http://a/#[b]"),
    ("a bracket not opened", "http://::1]"),
    ("an empty literal", "http://[]/"),
    ("IPv6 with a zone", "http://[fe80::1%25eth0]/"),
    ("IPv6 with :: twice", "http://[1::2::3]/"),
    ("IPv6 with nine groups", "http://[1:2:3:4:5:6:7:8:9]/"),
    ("IPv6 without brackets", "http://::1/"),
    ("IPv4 in brackets", "http://[1.2.3.4]/"),
    ("something after the literal", "http://[::1]a/"),
    ("a future address without dot", "http://[v1]/"),
    ("a negative port", "http://a:-1/"),
    ("two ports", "http://a:80:81/"),
    ("an Arabic digit for a port", "http://a:8\u0660/"),
    ("two at signs", "http://a@b@c/"),
    ("a tab", "http://a/\tb"),
    ("a null", "http://a/\x00"),
    ("a delete", "http://a/\x7f"),
    ("a newline inside", "http://a/\nb"),
    ("a scheme that begins with a digit", "1http://a"),
    ("a scheme that begins with a plus", "+a:b"),
    ("a scheme with an underscore", "a_b:c"),
    ("a scheme that is not ASCII", "\u00e9:a"),
    ("a Kelvin sign in the scheme", "\u212a:a"),
    ("no scheme", "://a"),
    ("only a colon", ":"),
    ("a colon in front", ":a"),
)
_NOT_ABSOLUTE = (
    ("empty", ""),
    ("a relative path", "a/b"),
    ("no scheme before the host", "//example.com/a"),
    ("a path of Windows", "C:\\a\\b"),
    ("an absolute path", "/a/b"),
    ("only a fragment", "#a"),
    ("only a query", "?a"),
    ("no scheme and no slashes", "example.com"),
    ("a word", "a"),
    ("a share of Windows", "\\\\a\\b"),
    ("a dot", "./a"),
)
_NOT_ASCII = (
    ("a letter that is not ASCII", "http://a/\u00e9"),
    ("a host that is not ASCII", "http://\u00e9.example"),
    ("a query that is not ASCII", "http://a/?\u6f22"),
    ("a fragment that is not ASCII", "http://a/#\U0001f600"),
    ("a no-break space", "http://a/\u00a0"),
)
_RELATIVE_EDGES = (
    *("", "a", "/", "//", "#", "?", "?#", ".", "..", "./a:b", "../a", "/a/b", "//a", "//a:80/b?c#d", "a/b:c", "a//b"),
    *("#/$defs/a", "?a=b", "%41", "//[::1]/", "///", "/a:b", "@", "a@b", ";", "a?b:c", "*", "~", "'"),
)
_RELATIVE_MISSES = (
    ("a colon in the first part", "1:a"),
    ("a space alone", " "),
    ("a backslash alone", "\\"),
    ("a path of Windows", "\\\\a\\b"),
    ("a percent sign alone", "%"),
    ("a brace", "{a}"),
    ("a fragment twice", "#a#b"),
    ("a bracket not closed", "//[::1"),
    ("a quote alone", '"'),
    ("a caret alone", "^"),
)
_IRI_EDGES = (
    *("http://\u00e9.example/\u6f22", "http://a/\U0001f600", "a:\u00a0", "http://a/?\ue000", "http://a/#\u0436"),
    *("http://\u05d0/\u0628", "http://a/e\u0301", "\u0061:\uff0f", "http://a/\U0002070e"),
)
_IRI_MISSES = (
    ("a private character outside of the query", "http://a/\ue000"),
    ("a private character in the fragment", "http://a/#\ue000"),
    ("a control beyond ASCII", "http://a/\u0085"),
    ("a noncharacter", "http://a/\ufffe"),
    ("a replacement for an object, as scheme", "\ufffc:a"),
)

_VARNAME = "[a-zA-Z0-9_]([.]?[a-zA-Z0-9_]){0,8}"
_VARIABLE = rf"{_VARNAME}(:[1-9][0-9]{{0,3}}|\*)?"
_LITERAL = r"[a-z0-9A-Z/.:?&=_#é漢😀-]"


def _mixed(*several: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return what is in several tables: each is of another mistake, and none comes when all others are over."""
    return tuple(in_turns(*several))


URIS = {
    "uri": Format(_absolute(_SAFE), _URI_EDGES, _mixed(_NOT_ABSOLUTE, _URI_BROKEN, _NOT_ASCII)),
    "iri": Format(
        _absolute(_IRI_SAFE),
        (*_URI_EDGES[:2], *_IRI_EDGES, *_URI_EDGES),
        _mixed(_NOT_ABSOLUTE, _URI_BROKEN, _IRI_MISSES),
    ),
    "uri-reference": Format(
        (*_relative(_SAFE), *_absolute(_SAFE)),
        (*_RELATIVE_EDGES, *_URI_EDGES),
        (*_mixed(_RELATIVE_MISSES, _URI_BROKEN, _NOT_ASCII), ("a letter that is not ASCII alone", "\u00e9")),
    ),
    "iri-reference": Format(
        (*_relative(_IRI_SAFE), *_absolute(_IRI_SAFE)),
        (*_RELATIVE_EDGES, "\u00e9", "\U0001f600", *_IRI_EDGES, *_URI_EDGES),
        (*_mixed(_RELATIVE_MISSES, _URI_BROKEN, _IRI_MISSES), ("a private character", "\ue000")),
    ),
    "uri-template": Format(
        (
            rf"^({_LITERAL}{{1,8}}|{_PERCENT}|\{{[+#./;?&]?{_VARIABLE}(,{_VARIABLE}){{0,2}}\}}){{0,6}}$",
            rf"^https?://{_NAME}/(\{{{_VARNAME}\}}/?){{1,3}}$",
            f"^{_LITERAL}*$",
        ),
        (
            *(
                "",
                "a",
                "{a}",
                "{+a}",
                "{#a}",
                "{.a}",
                "{/a}",
                "{;a}",
                "{?a}",
                "{&a}",
                "{a,b}",
                "{a:1}",
                "{a:9999}",
                "{a*}",
            ),
            *(
                "{?a,b*,c:3}",
                "http://a/{b}",
                "{a}{b}",
                "{a.b}",
                "{%41}",
                "%41",
                "{0}",
                "{_}",
                "é",
                "\U0001f600",
                "{a_1}",
            ),
            *("http://example.com/dictionary/{term:1}/{term}", "{/a,b}/c{?d}", "#", "?", "[", "]", "!", "{=a}", "{|a}"),
        ),
        (
            ("a brace not closed", "{a"),
            ("a brace not opened", "a}"),
            ("an empty expression", "{}"),
            ("only an operator", "{+}"),
            ("braces in braces", "{{a}}"),
            ("a nested expression", "{a{b}}"),
            ("a space in the name", "{a b}"),
            ("a space", "a b"),
            ("a space around the name", "{ a }"),
            ("two commas in front", "{,,a}"),
            ("a comma at the end", "{a,}"),
            ("two commas", "{a,,b}"),
            ("a prefix of 0", "{a:0}"),
            ("a prefix of five digits", "{a:10000}"),
            ("a prefix with a leading zero", "{a:01}"),
            ("a prefix without a number", "{a:}"),
            ("a prefix that is no number", "{a:b}"),
            ("a prefix and an asterisk", "{a:1*}"),
            ("two asterisks", "{a**}"),
            ("an asterisk in front", "{*a}"),
            ("two operators", "{?&a}"),
            ("an operator that is none", "{$a}"),
            ("a hyphen in the name", "{a-b}"),
            ("a dot at the end of the name", "{a.}"),
            ("two dots in the name", "{a..b}"),
            ("a name that is not ASCII", "{\u00e9}"),
            ("an Arabic digit as prefix", "{a:\u0661}"),
            ("a percent sign alone", "%"),
            ("a percent sign and one digit", "%4"),
            ("a percent sign alone in the name", "{%}"),
            ("a quote", 'a"b'),
            ("angle brackets", "<a>"),
            ("a backslash", "a\\b"),
            ("a caret", "a^b"),
            ("a backtick", "a`b"),
            ("a bar", "a|b"),
            ("a control", "a\x01b"),
            ("a tab", "a\tb"),
            ("a null", "\x00"),
            ("a dollar and braces not closed", "${a"),
        ),
    ),
}
"""Format, and what is known of it."""
