"""
The subschemas of a schema, compiled at once: as properties of an object, of which one is asked at a time.

Of definitions that all refer to each other each one by itself takes as long as all of them, and megabytes: four hundred
took gigabytes.  What several refer to is compiled once for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from schemawright.fuzz.schema.changed import compiled
from schemawright.keywords import DIALECTS, dialect_of
from schemawright.metaschemas import metaschemas

if TYPE_CHECKING:
    from collections.abc import Container

    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema

_URI = "schemawright:subschemas"


class Together:
    """
    Says what single subschemas of a schema say.

    Args:
        schema_map: The schema's subschemas.
        dynamic: Those of which what they say depends on the way to them.

    Attributes:
        names: The location of each that can be asked → by which name.
        is_valid: The verdict about an object that has what is asked about under that name.

    Raises:
        SchemaError: They cannot be compiled at once.
    """

    def __init__(self, schema_map: SchemaMap, dynamic: Container[str]) -> None:
        usual = (one for one in schema_map.subschemas.values() if _is_usual(schema_map, one))
        asked = [one for one in usual if one.location not in dynamic]
        self.names = {one.location: str(number) for number, one in enumerate(asked)}
        properties = {
            self.names[one.location]: {"$ref": f"{schema_map.root_of(one).base}#{quote(one.pointer)}"} for one in asked
        }
        schema, excerpt = schema_map.schema, schema_map.excerpt()
        contents = {"$schema": DIALECTS[schema.dialect], "properties": properties}
        task = schema.task._replace(uri=_URI, contents=contents, pointer="", retrieve=excerpt.retrieve)
        self.is_valid = compiled(task).is_valid


def _is_usual(schema_map: SchemaMap, subschema: Subschema) -> bool:
    """Return whether a subschema says the same to who refers to it: it does not begin in another way."""
    if not isinstance(subschema.contents, dict) or schema_map.is_embedded(subschema):
        return False
    if subschema.dialect != schema_map.schema.dialect:
        return False
    contents, known = schema_map.contents[subschema.resource], metaschemas()
    if subschema.resource in known or f"{subschema.resource}#" in known:
        return False  # The engine has those itself.
    # A metaschema of somebody's own says which keywords there are.
    return not isinstance(contents, dict) or "$schema" not in contents or dialect_of(contents["$schema"]) is not None
