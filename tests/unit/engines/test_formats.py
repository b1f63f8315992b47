"""Formats, where the official suite says nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.engines.assertions.both_engines import checks_for
from schemawright.engines.assertions.formats import CHECKS
from schemawright.keywords import DIALECTS

EXAMPLES = {
    "date-time": "1998-12-31T23:59:60Z",
    "date": "2024-02-29",
    "time": "15:59:60-08:00",
    "duration": "P1Y2M3DT4H5M6S",
    "email": '"joe bloggs"@example.com',
    "idn-email": "실례@실례.테스트",
    "hostname": "xn--nxasmm1c.example",
    "idn-hostname": "実例.例",
    "ipv4": "192.0.2.1",
    "ip-address": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://user@[2001:db8::7]:8080/a%20b?q=1#f",
    "uri-reference": "../a;b?c",
    "iri": "http://ƒøø.ßår/?∂éœ=πîx",
    "iri-reference": "âππ",
    "uuid": "2EB8AA08-AA98-11EA-B4AA-73B441D16380",
    "uri-template": "http://example.com/{+path:6}/{?q*}",
    "json-pointer": "/a~1b/0",
    "relative-json-pointer": "1/a",
    "regex": "^a+$",
    "host-name": "example.com",
    "color": "#CC8899",
}


def test_every_format_has_an_example() -> None:
    assert EXAMPLES.keys() == CHECKS.keys()


@pytest.mark.parametrize("name", CHECKS)
def test_the_example_is_of_the_format(name: str) -> None:
    assert CHECKS[name](EXAMPLES[name])


@pytest.mark.parametrize("name", sorted(CHECKS.keys() - {"regex", "json-pointer", "relative-json-pointer"}))
def test_nothing_may_stand_around_it(name: str) -> None:
    assert not CHECKS[name](EXAMPLES[name] + "\n")
    assert not CHECKS[name](" " + EXAMPLES[name])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("date", "2023-02-29"),
        ("date", "1900-02-29"),
        ("date", "2024-13-01"),
        ("date", "\u0662024-01-01"),
        ("date-time", "2024-01-01 00:00:00Z"),
        ("date-time", "2024-01-01T00:00:00"),
        ("date-time", "2024-01-01T00:00:60Z"),
        ("time", "24:00:00Z"),
        ("ipv4", "192.0.2.01"),
        ("ipv6", "fe80::1%eth0"),
        ("uri", "http://[fe80::1%25en0]/"),
        ("uri", "/relative"),
        ("uri", "http://exämple.org/"),
        ("hostname", "-a.example"),
        ("hostname", "a" * 64),
        ("email", "a..b@example.com"),
        ("email", f"{'a' * 65}@example.com"),
        ("email", f'"{"a" * 63}"@example.com'),
        ("idn-email", f"{'é' * 65}@example.com"),
        ("uuid", "2eb8aa08aa9811eab4aa73b441d16380"),
        ("json-pointer", "/~2"),
    ],
)
def test_what_is_not_of_the_format(name: str, text: str) -> None:
    assert not CHECKS[name](text)


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize(
    ("dialect", "format_", "text", "valid"),
    [
        ("draft4", "hostname", "ab--cd", True),
        ("draft6", "hostname", "xn--x.example", True),
        ("draft7", "hostname", "ab--cd", False),
        ("2020-12", "hostname", "xn--x.example", False),
        ("draft4", "email", f"{'a' * 64}@example.com", True),
        ("draft4", "email", f"{'a' * 65}@example.com", False),
        ("draft7", "idn-email", f"{'é' * 64}@example.com", True),
        ("draft7", "idn-email", f"{'é' * 65}@example.com", False),
        ("draft7", "idn-email", '"é"@example.com', True),
        ("draft7", "idn-email", '"\\é"@example.com', False),
        ("2020-12", "idn-email", "a@\u03a9.example", False),
        ("2020-12", "idn-hostname", "\u03c9.example", True),
        ("2020-12", "idn-hostname", "\u03a9.example", False),
        ("draft7", "idn-hostname", "\u017f", False),
        ("2019-09", "idn-hostname", "\u00e9", True),
        ("2019-09", "idn-hostname", "e\u0301", False),
        ("draft7", "hostname", "xn--dca", False),
        ("2019-09", "hostname", "xn--jm6c", False),
        ("2020-12", "hostname", "a.xn----bga", False),
        ("2020-12", "hostname", "XN--NXASMM1C.a", True),
        ("draft4", "hostname", "xn--dca", True),
        ("draft4", "email", "Joe <joe@example.com>", False),
        ("draft6", "email", " <a@b.c>", False),
        ("2020-12", "email", "a\0 <b@c.d>", False),
        ("2020-12", "email", "a@b <c@d.e>", False),
        ("2020-12", "email", '"a <b"@c.d', True),
        ("2020-12", "email", '"a\\ b"@c.d', True),
        ("2020-12", "email", "a@xn--dca.c", False),
        ("2020-12", "email", "A!b@Example.COM", True),
        ("2020-12", "email", "a@[127.0.0.1]", True),
        ("draft4", "regex", r"\-\_\ \<", True),
        ("draft7", "regex", r"[\_a-z]", True),
        ("2020-12", "regex", r"\e", False),
        ("2020-12", "regex", r"\p{lu}", False),
        ("draft6", "uri-template", "/drive(path='{path}')", True),
        ("2020-12", "uri-template", "'", True),
    ],
)
def test_both_engines_mean_the_same(engine: str, dialect: str, format_: str, text: str, *, valid: bool) -> None:
    """Host names have no Punycode in RFC 1034; an apostrophe is a literal by RFC 6570's erratum 6937."""
    schema = open_schema({"$schema": DIALECTS[dialect], "format": format_}, engine=engine)
    assert schema.is_valid(text) is valid


@pytest.mark.parametrize("name", ["email", "hostname", "idn-hostname", "idn-email"])
def test_plain_texts_are_judged_as_by_the_check(name: str) -> None:
    given = checks_for("2020-12")[name]
    hosts = ("a", "a.b", "a-b.c1", "a--b", "ab--c", "xn--a", "1.2", "a.", ".a", "-a", "A.b", "a\n", "a" * 63, "a" * 64)
    locals_ = ("", "a@", "a.b@", "a..b@", "a+b@", ".a@", "a" * 64 + "@", "a" * 65 + "@")
    texts = [local + host for local in locals_ for host in (*hosts, "é.de", ".".join(["a" * 60] * 5))]
    assert [given(text) for text in texts] == [CHECKS[name](text) for text in texts]


@given(st.from_regex(re.compile(r"\A[a-zA-Z0-9'+=_.@-]{1,80}\Z")))
@settings(max_examples=300)
def test_what_is_told_at_a_glance_is_what_the_whole_check_tells(text: str) -> None:
    for name, check in checks_for("2020-12").items():
        assert check(text) == CHECKS[name](text), (name, text)


@pytest.mark.parametrize("length", range(18, 70))
def test_labels_and_parts_may_be_too_long(length: int) -> None:
    for label in ("a" * length, ("a" * 21 + "-bcdef" * 8)[:length], ("a-" * 40)[:length] + "b"):
        for name, text in (("hostname", label), ("email", f"{label}@b.de"), ("email", f"a@{label}.de")):
            assert checks_for("2020-12")[name](text) == CHECKS[name](text), text
