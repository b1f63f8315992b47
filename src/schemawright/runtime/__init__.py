"""
All that generated dataclasses import: what stands for absent, texts with parsed access, and the base of every class.

Standard library only at import time, and little of it.  The schema is compiled, and what judges by it is imported,
when the first instance is loaded.
"""

from schemawright.runtime.carried import Carried, Spec
from schemawright.runtime.carrier import Carrier
from schemawright.runtime.fields import slot_name
from schemawright.runtime.instances import to_instance, to_written
from schemawright.runtime.model import Model, is_in_order, order_of
from schemawright.runtime.values import (
    UNSET,
    Annotations,
    Constraint,
    Date,
    DateTime,
    ExactFloat,
    Ge,
    Gt,
    IPv4,
    IPv6,
    Le,
    Lt,
    MaxLen,
    MinLen,
    MultipleOf,
    NegativeZero,
    Pattern,
    Text,
    Time,
    Unset,
    Uuid,
    WholeFloat,
)

__all__ = [
    "UNSET", "Annotations", "Carried", "Carrier", "Constraint", "Date", "DateTime", "ExactFloat", "Ge", "Gt", "IPv4",
    "IPv6", "Le", "Lt", "MaxLen", "MinLen", "Model", "MultipleOf", "NegativeZero", "Pattern",
    "Spec", "Text", "Time", "Unset", "Uuid", "WholeFloat", "is_in_order", "order_of", "slot_name", "to_instance",
    "to_written",
]  # fmt: skip
