"""
Date-times in texts: which of them are sure to be some, found out in a fraction of the time of an expression.

Python's reader takes all of ISO 8601; beside a look at the shape of a text, it judges the days of months and the hours.
"""

from __future__ import annotations

import re
from datetime import datetime

from schemawright.engines.accept.types import SURE_FORMATS

sure_moment = re.compile(SURE_FORMATS["date-time"]).match
STEPS = slice(None, 3, -3)
DIGITS = bytes.maketrans(b"123456789", b"000000000")


def _midnight_ends_a_day() -> bool:
    """Return whether this Python reads the hour 24, which RFC 3339 does not have."""
    try:
        datetime.fromisoformat("2026-03-02T24:00:00Z")
    except ValueError:
        return False
    return True


PLAIN = None if _midnight_ends_a_day() else "Z::T--"
"""
What stands at every third place of a date-time without fractions, in UTC, from its end to its fourth character.

What has this, no null character (at which Python's reader may stop), and is read as ISO 8601, is a date-time: of twenty
characters nothing is left but digits, and where there are one or two more, a hyphen is where every form of a date has a
digit.  It takes two thirds of the time of the expression.
"""
_MOMENTS = [] if PLAIN is None else [b"0000-00-00T00:00:00" + b".%b" % (b"0" * n) * (n > 0) for n in range(10)]
IN_UTC = frozenset([moment + b"Z" for moment in _MOMENTS])
WITH_OFFSET = frozenset([moment + sign + b"00:00" for moment in _MOMENTS for sign in (b"+", b"-")])
"""
What date-times are, each digit made 0: what is one of these, and is read as ISO 8601, is a date-time.

It takes two thirds of the time of the expression, too.  Only an offset may have 60 minutes or more to Python.
"""
CHECK = """\
elif (shape := encode(d).translate(digits)) in in_utc or shape in with_offset and d[-2] < "6": moment(d)
elif not sure_moment(d): return exactly(given)
"""
"""The code that looks at one, behind what else it may be."""
MOST_LONGER = len(".123456789+00:00") - len(".123456Z")
"""By how much a date-time is longer at the most than as msgspec writes it."""
