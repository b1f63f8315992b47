"""Failing tests of five schemas as programs have them: pipelines, observations, infrastructure, scenes, interfaces."""
# ruff: noqa: PLR2004  (the numbers are what the tests are about)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.measuring import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz import FuzzRecord

SCHEMAS: dict[str, Any] = {
    name: ROOT / f"benchmarks/shrinking_schemas/{name}.schema.json" for name in ("ci", "obs", "infra", "geo", "api")
}


def _jobs(ci: Any) -> list[Any]:
    return list(ci["jobs"].values())


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in node.get("children", ()):
        yield from _nodes(child)


def _ids_repeat(geo: Any) -> bool:
    ids = [node["id"] for node in _nodes(geo["root"])]
    return len(ids) > len(set(ids))


def _operations(api: Any) -> Iterator[Any]:
    for path in api.get("paths", {}).values():
        yield from (path[kind] for kind in ("get", "post") if isinstance(path.get(kind), dict))


def _parameters_repeat(api: Any) -> bool:
    found = ([one["name"] for one in operation.get("parameters", ())] for operation in _operations(api))
    return any(len(names) > len(set(names)) for names in found)


def _has_nullable_field(schema: Any, depth: int = 0) -> bool:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return isinstance(schema, dict) and (
        (depth > 0 and schema.get("nullable") is True)
        or (isinstance(fields, dict) and any(_has_nullable_field(one, depth + 1) for one in fields.values()))
    )


def _is_turned(replicas: Any) -> bool:
    return isinstance(replicas, dict) and replicas["min"] > replicas["max"]


VALID: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("ci", "a cache of two paths, and a wait"): lambda ci: any(
        any(step["kind"] == "cache" and len(step["paths"]) >= 2 for step in job["steps"])
        and any(step["kind"] == "wait" for step in job["steps"])
        for job in _jobs(ci)
    ),
    ("ci", "waits of more than 1000"): lambda ci: (
        sum(step["seconds"] for job in _jobs(ci) for step in job["steps"] if step["kind"] == "wait") > 1_000
    ),
    ("obs", "a range that is turned"): lambda obs: any(
        "range" in one and one["range"][0] > one["range"][1] for one in obs.get("components", ())
    ),
    ("obs", "an email, an ip and an interval"): lambda obs: (
        {"email", "ip"} <= {*obs.get("contact", ())} and isinstance(obs.get("effective"), dict)
    ),
    ("infra", "much cpu, and a database in zones"): lambda infra: (
        sum(one.get("cpu", 0) for one in infra["services"].values()) > 10
        and any(one.get("multi_az") for one in infra["services"].values())
    ),
    ("infra", "replicas that are turned"): lambda infra: any(
        _is_turned(one.get("replicas")) for one in infra["services"].values()
    ),
    ("geo", "an id twice"): _ids_repeat,
    ("api", "a parameter twice"): _parameters_repeat,
    ("api", "a nullable field"): lambda api: any(
        map(_has_nullable_field, api.get("components", {}).get("schemas", {}).values())
    ),
}
INVALID: dict[tuple[str, str], Callable[[FuzzRecord], bool]] = {
    ("ci", "oneOf in steps"): lambda r: r.keyword == "oneOf" and "/steps/" in r.at,
    ("ci", "the pattern of runs-on"): lambda r: r.keyword == "pattern" and r.at.endswith("/runs-on"),
    ("obs", "the pattern of a code"): lambda r: (
        r.keyword == "pattern" and r.at.startswith("/components/") and r.at.endswith("/code")
    ),
    ("obs", "the enumeration of a unit"): lambda r: r.keyword == "enum" and "/unit" in r.at,
    ("infra", "a minimum of a service"): lambda r: r.keyword == "minimum" and "/services/" in r.at,
    ("infra", "a port"): lambda r: r.keyword == "anyOf" and "/ports/" in r.at,
    ("geo", "the id of a child"): lambda r: r.keyword == "pattern" and "/children/" in r.at and r.at.endswith("/id"),
    ("api", "required in responses"): lambda r: r.keyword == "required" and "/responses/" in r.at,
    ("api", "a type in parameters"): lambda r: (
        r.keyword == "type" and r.at.startswith("/paths/") and "/parameters/" in r.at
    ),
}
