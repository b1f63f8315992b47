"""
What our parsers do with the files of the parsing corpora that leave a choice.

A row is a decision of ours (see "Bad input" in the documentation), so that none changes unnoticed.
"""

from __future__ import annotations

EITHER: dict[str, str] = {
    "number_double_huge_neg_exp": "accepted",
    "number_huge_exp": "refused",
    "number_neg_int_huge_exp": "accepted",
    "number_pos_double_huge_exp": "accepted",
    "number_real_neg_overflow": "accepted",
    "number_real_pos_overflow": "accepted",
    "number_real_underflow": "accepted",
    "number_too_big_neg_int": "accepted",
    "number_too_big_pos_int": "accepted",
    "number_very_big_negative_int": "accepted",
    "object_key_lone_2nd_surrogate": "refused",
    "string_1st_surrogate_but_2nd_missing": "refused",
    "string_1st_valid_surrogate_2nd_invalid": "refused",
    "string_UTF-16LE_with_BOM": "refused",
    "string_UTF-8_invalid_sequence": "refused",
    "string_UTF8_surrogate_U+D800": "refused",
    "string_incomplete_surrogate_and_escape_valid": "refused",
    "string_incomplete_surrogate_pair": "refused",
    "string_incomplete_surrogates_escape_valid": "refused",
    "string_invalid_lonely_surrogate": "refused",
    "string_invalid_surrogate": "refused",
    "string_invalid_utf-8": "refused",
    "string_inverted_surrogates_U+1D11E": "refused",
    "string_iso_latin_1": "refused",
    "string_lone_second_surrogate": "refused",
    "string_lone_utf8_continuation_byte": "refused",
    "string_not_in_unicode_range": "refused",
    "string_overlong_sequence_2_bytes": "refused",
    "string_overlong_sequence_6_bytes": "refused",
    "string_overlong_sequence_6_bytes_null": "refused",
    "string_truncated-utf-8": "refused",
    "string_utf16BE_no_BOM": "refused",
    "string_utf16LE_no_BOM": "refused",
    "structure_500_nested_arrays": "accepted",
    "structure_UTF-8_BOM_empty_object": "accepted",
}
"""JSONTestSuite: the files `i_*.json`, whose outcome RFC 8259 leaves to the parser."""

REFUSED_IN_CHECKER = frozenset(f"fail{number:02}" for number in range(1, 34)) - {"fail01", "fail18"}
"""JSON_checker: but for a string as the whole text (RFC 8259 allows it) and for twenty levels of nesting."""
