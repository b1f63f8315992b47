"""
Objects that no text was loaded for, beside pydantic: made of their fields, or of a value of Python's.

And what is written of them: as they are, with fields set, with every field read. A tunnel session has strings, an order
most of what ordinary schemas have. `ours` and `theirs` do the same with the same values.
"""

from __future__ import annotations

import json
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from benchmarks.bench_kinds import KINDS, _models, _module_of
from benchmarks.bench_models import _pydantic_model, compare
from benchmarks.measuring import machine
from examples.sessions import iter_sessions
from generated.ngrok import tunnel_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COUNT = 2_000


def _of_fields(value: Any) -> Any:
    """Return an object of ours that is made of the fields of another, with objects inside that are made so, too."""
    if value.__class__ is list:
        return [_of_fields(one) for one in value]
    fields = getattr(value, "__dataclass_fields__", None)
    return type(value)(**{name: _of_fields(getattr(value, name)) for name in fields}) if fields else value


def _kinds() -> Iterator[tuple[str, Any, Any, list[Any], str]]:
    """Yield for each kind of objects: its name, our module, pydantic's model, values, and a field that is a string."""
    sessions: list[Any] = list(iter_sessions(COUNT, seed=7))
    yield "tunnel sessions", tunnel_session, _pydantic_model(), sessions, "region"
    schema, make = KINDS["orders"]
    order: Any = _models()["orders"]
    yield (
        "orders",
        _module_of(schema, "bench_orders"),
        order.__self__,
        [make(number) for number in range(COUNT)],
        "status",
    )


def _written(one: Any) -> bytes:
    written: bytes = one.model_dump_json(exclude_unset=True)
    return written


def _setting(load: Callable[[Any], Any], write: Callable[[Any], bytes], field: str) -> Callable[[Any], bytes]:
    """Return what loads a value of Python's, sets a field, and writes the object."""

    def work(value: Any) -> bytes:
        made = load(value)
        setattr(made, field, value[field])
        return write(made)

    return work


def _fields_of(value: Any) -> dict[str, Any]:
    """Return the fields that an object has, as it is made of them."""
    return {name: getattr(value, name) for name in type(value).__dataclass_fields__}


def _making(cls: Any) -> Callable[[dict[str, Any]], Any]:
    """Return what makes an object of fields."""
    return lambda fields: cls(**fields)


def main() -> None:
    """Measure and print; the goals are those of loading and writing."""
    print(f"Objects made of fields or of Python's values, beside pydantic: {COUNT:,} of each, medians of runs in turns")
    print(f"  {machine('schemawright', 'pydantic', 'msgspec', 'jsonschema-rs')}")
    for name, module, model, values, field in _kinds():
        taken, held = [module.from_instance(one) for one in values], [model.model_validate(one) for one in values]
        made = [_of_fields(module.from_instance(one)) for one in values]
        read = [module.from_instance(one) for one in values]
        names = attrgetter(*type(read[0]).__dataclass_fields__)
        for one in read:
            names(one)
        for few in (taken, made, read):
            assert [json.loads(one.to_json()) for one in few[:50]] == values[:50]
        print(f"{name}:")
        compare("  from a value", (module.from_instance, values), (model.model_validate, values))
        ours, theirs = (
            _setting(module.from_instance, module.to_json, field),
            _setting(model.model_validate, _written, field),
        )
        compare("  from a value, set, write", (ours, values), (theirs, values))
        fields, theirs_too = [_fields_of(one) for one in made], [dict(one) for one in held]
        compare("  made of fields", (_making(type(made[0])), fields), (_making(model), theirs_too))
        for what, few in (("value", taken), ("value, read", read), ("fields", made)):
            compare(f"  write: {what}", (module.to_json, few), (_written, held), 1.5)
        twins = [_of_fields(one) for one in made]
        others = [model.model_validate(one) for one in values]
        pairs, beside = list(zip(made, twins, strict=True)), list(zip(held, others, strict=True))
        compare("  ==", (lambda pair: pair[0] == pair[1], pairs), (lambda pair: pair[0] == pair[1], beside))


if __name__ == "__main__":
    main()
