"""The names of a plan's fields: those of the properties, as far as Python has them, each once in a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.models.planning.names import field_name, unique

if TYPE_CHECKING:
    from schemawright.models.planning.own_names import OwnNames
    from schemawright.models.planning.shape import ClassPlan, Plan

_EXTRA = "extra"
"""What the field of all other properties is called, where no property is called so itself."""


def with_fields_named(plan: Plan, own_names: OwnNames) -> Plan:
    """
    Return a plan whose fields have names, now that all its classes have.

    Args:
        plan: The plan.
        own_names: The names that were set.

    Raises:
        UnusableName: A name that was set is another's.
    """
    classes = {made.name for made in plan.classes}.union(
        [made.name for made in plan.enums], [made.name for made in plan.aliases]
    )
    return plan._replace(classes=tuple([_named(made, classes, own_names) for made in plan.classes]))


def _named(made: ClassPlan, classes: set[str], own_names: OwnNames) -> ClassPlan:
    taken = set(classes)
    set_names = {field.name: own_names.of_field(field.name) for field in made.fields}
    names = {field.name: set_names[field.name] or field_name(field.name) for field in made.fields}
    # Those that keep their name come first, so that `foo_bar` is not renamed for `foo-bar`.
    kept = [name for property_name, name in names.items() if name in {property_name, set_names[property_name]}]
    # What has a class's name, or that of all other properties, gets an underscore, as a word of Python's does.
    elsewhere = classes | ({_EXTRA} if made.extra and _EXTRA not in kept else set())
    fields = []
    for field in made.fields:
        name = names[field.name]
        own = name in kept and field.name == name and name not in taken
        if set_names[field.name] and (name in taken or kept.count(name) > 1):
            raise own_names.refuse(field.name, f"field of {made.name}, and no class,")
        apart = f"{name}_" if name in elsewhere else name
        chosen = name if own or set_names[field.name] else unique(apart, taken.union(kept))
        taken.add(chosen)
        fields.append(field._replace(field=chosen))
    extra = unique(_EXTRA, taken) if made.extra else ""
    return made._replace(fields=tuple(fields), extra=extra)
