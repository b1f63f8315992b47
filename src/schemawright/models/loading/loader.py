"""
Loading: the validator judges, then the carrier is built.

One judge, so that what is accepted is what the schema accepts.  Building never fails: what does not look as its shape
says (a reference that only the dynamic scope decides) is carried as it is, and nothing is lost.
"""

from __future__ import annotations

import json
import threading
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeAlias

from schemawright.documents.record import has_decimals
from schemawright.keywords import dialect_of
from schemawright.models.fast.plain import plain_loading
from schemawright.models.loading.building import Builders
from schemawright.models.loading.choosing import as_it_is
from schemawright.models.loading.exact_floats import with_exact_floats, with_few_decimals
from schemawright.models.loading.refusing import no_object, refused_instance, refused_record
from schemawright.models.loading.stand_ins import StandIns, give_back, take_back
from schemawright.models.spelling.negative_zero import may_have_one_in, with_negative_zeros
from schemawright.models.spelling.writing import write_json
from schemawright.runtime import Model, to_written
from schemawright.runtime.carrier import UNSAID_DIALECT, uri_in_full
from schemawright.runtime.instances import to_judged
from schemawright.validation.checked import Checked
from schemawright.validation.instances import check_instance
from schemawright.validation.schema import Schema, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.engines.judging import Judge
    from schemawright.engines.protocol import Engine, Task
    from schemawright.models.fast.built import Standing
    from schemawright.models.fast.items import FastItems
    from schemawright.models.fast.objects import Fast
    from schemawright.models.fast.places import Places
    from schemawright.models.fast.unions import FastUnion
    from schemawright.models.fast.wrapped import Wrapped
    from schemawright.models.loading.entering import Parts
    from schemawright.runtime import Carrier, Spec

    FastPath: TypeAlias = Fast | FastItems | FastUnion | Wrapped


class Loader:
    """
    What loads the instances of one generated module.

    Args:
        carrier: The module's schema and classes.
    """

    def __init__(self, carrier: Carrier[Any]) -> None:
        self.carrier = carrier
        self.lock = threading.RLock()
        """Held while something is made that all threads share."""
        self._judges: dict[str, Schema] = {}
        self._checked = Checked()
        self.builders = Builders(self)
        self.plain = Builders(self, plain=True)
        """Of instances without numbers of our own, and such as no double holds."""
        self._plainly: dict[type[Model] | None, Callable[[bytes | str], Any]] = {}
        self._apart: dict[str, Judge] = {}
        self._at: dict[tuple[str, ...], Judge] = {}
        self._fast: dict[type[Model] | None, FastPath | None] = {}

    @cached_property
    def resources(self) -> dict[str, Any]:
        """The schema resources, numbers exact."""
        return {uri: _parse(text) for uri, text in self.carrier.resources.items()}

    @cached_property
    def dialect(self) -> str:
        """The dialect of resources that name none."""
        contents = self.resources[self.carrier.uri]
        named = dialect_of(contents.get("$schema")) if isinstance(contents, dict) else None
        return self.carrier.dialect or named or UNSAID_DIALECT

    @cached_property
    def places(self) -> Places:
        """Where the references of the resources lead."""
        from schemawright.models.fast.places import Places

        return Places(self.resources, self.carrier.uri, self.dialect)

    @cached_property
    def standing(self) -> Standing:
        """Where the subschemas of the resources stand."""
        from schemawright.models.fast.built import Standing

        return Standing(self.resources)

    def load_json(self, data: bytes | str, cls: type[Model] | None) -> Any:
        """Load a JSON text as an instance of the schema, or of the subschema of a class."""
        fast = self.fast(cls)
        if fast is not None:
            return fast.load(data)
        load = self.plainly(cls)
        if cls is None:
            self.carrier.use(load)
        return load(data)

    def load_exactly(self, data: bytes | str, cls: type[Model] | None) -> Any:
        """Do what `load_json` does, by the verdict of the engine; and let the fast path learn from it."""
        return self.plainly(cls)(data)

    def plainly(self, cls: type[Model] | None) -> Callable[[bytes | str], Any]:
        """Return what loads plain texts by the short way, and all others by the judge."""
        if cls not in self._plainly:
            fast = self.fast(cls)
            engines = [schema.engine_for(decimals=False) for schema in self.schemas(cls)]
            spec = self._spec_of(cls)
            self._plainly[cls] = plain_loading(
                tuple([engine.is_valid for engine in engines]),
                self.plain.built_by(spec) or as_it_is,
                partial(self._judged, cls=cls),
                fast.learn if fast is not None else None,
                objects=cls is not None,
            )
        return self._plainly[cls]

    def _judged(self, data: bytes | str, cls: type[Model] | None) -> Any:
        """Load a JSON text by the judge, with the first findings where it is not valid."""
        from schemawright.documents.json_document import parse_record

        record = parse_record(data, max_depth=Settings().max_depth)
        decimals = record.decimals
        if not record.duplicates and (decimals or may_have_one_in(record.text)):
            made = self._by_stand_ins(with_negative_zeros(record.instance, record.text), cls)
            if made is not None:
                self._learn(record.instance, cls)
                return made
        engines = [schema.engine_for(decimals=decimals) for schema in self.schemas(cls)]
        if record.duplicates or not _are_valid(engines, record.instance):
            raise refused_record(engines, record)
        if cls is not None and not isinstance(record.instance, dict):
            raise no_object(cls.__name__, record.instance, record)
        self._learn(record.instance, cls)
        instance = with_negative_zeros(record.instance, record.text)
        is_plain = not decimals and instance is record.instance
        return self.build(instance, cls, self.plain if is_plain else self.builders)

    def _learn(self, instance: Any, cls: type[Model] | None) -> None:
        fast = self._fast.get(cls)
        if fast is not None:
            fast.learn(instance)

    @cached_property
    def _stand_ins(self) -> StandIns:
        return StandIns(self.resources.values(), self.dialect)

    def _by_stand_ins(self, instance: Any, cls: type[Model] | None) -> Any:
        """Load a value with numbers that no double holds, or `-0`, by what stands for them; None where nothing does."""
        places = self._stand_ins.put(instance) if cls is None or isinstance(instance, dict) else None
        if places is None:
            return None
        if all(schema.engine_for(decimals=False).is_valid(instance) for schema in self.schemas(cls)):
            made = self.build(instance, cls, self.plain)
            if give_back(made, places):
                return made
        take_back(places)
        return None

    def load_instance(self, instance: Any, cls: type[Model] | None) -> Any:
        """Load a JSON value as an instance of the schema, or of the subschema of a class."""
        fast = self.fast(cls)
        made = fast.take(instance) if fast is not None else None
        return made if made is not None else self.load_instance_exactly(instance, cls)

    def load_instance_exactly(self, instance: Any, cls: type[Model] | None) -> Any:
        """Do what `load_instance` does, by the judge."""
        # A copy, so that what is done to the one is not done to the other; and what came out of objects goes in again.
        instance, carried = to_judged(instance)
        decimals, has_zeros = check_instance(instance, Settings().max_depth), carried is not instance
        if decimals:
            instance = with_few_decimals(instance)
            decimals = has_decimals(instance)
            carried = carried if has_zeros else instance
        made = self._by_stand_ins(instance, cls) if decimals and not has_zeros else None
        if made is not None:
            return made
        engines = [schema.engine_for(decimals=decimals) for schema in self.schemas(cls)]
        if not _are_valid(engines, instance):
            raise refused_instance(engines, instance)
        if cls is not None and not isinstance(instance, dict):
            raise no_object(cls.__name__, instance)
        is_plain = not decimals and not has_zeros
        return self.build(carried, cls, self.plain if is_plain else self.builders)

    def fast(self, cls: type[Model] | None) -> FastPath | None:
        """Return the path that takes what is surely valid straight into the classes; None where there is none."""
        if cls not in self._fast:
            with self.lock:
                if cls not in self._fast:
                    from schemawright.models.fast.objects import make_fast

                    fast: FastPath | None = make_fast(self, cls)
                    if fast is None and cls is None:
                        from schemawright.models.fast.items import make_fast_items
                        from schemawright.models.fast.unions import make_fast_root_union
                        from schemawright.models.fast.wrapped import make_wrapped

                        items = make_fast_items(self)
                        fast = make_wrapped(self, items) or items or make_fast_root_union(self)
                    self._fast[cls] = fast
        return self._fast[cls]

    def write_object(self, value: Model, cls: type[Model]) -> bytes:
        """Return the JSON text of an object of a class."""
        fast = self.fast(cls)
        if fast is not None:
            return fast.write(value)
        cls._carried.write_by(_write)
        if ("object", self.carrier.classes.index(cls._carried)) == self.carrier.root:
            self.carrier.write_by(_write)
        return _write(value)

    def schemas(self, cls: type[Model] | None) -> tuple[Schema, ...]:
        """Return the judges of the root, or of a class."""
        return self.judges(cls._carried.at if cls is not None else (self.carrier.uri,))

    def judges(self, places: tuple[str, ...]) -> tuple[Schema, ...]:
        """Return a judge for each subschema, compiled once."""
        return tuple([self._judges.get(place) or self._judge(place) for place in places])

    def _judge(self, place: str) -> Schema:
        with self.lock:
            if place not in self._judges:
                uri, _, pointer = place.partition("#")
                opened = self._parts.open(uri_in_full(uri) if uri else self.carrier.uri, pointer)
                settings = Settings(assert_formats=self.carrier.assert_formats)
                self._judges[place] = Schema(opened, settings, self._checked)
        return self._judges[place]

    @cached_property
    def _parts(self) -> Parts:
        from schemawright.models.loading.entering import Parts

        return Parts(self.resources, self.dialect)

    def judge_apart(self, schema: Any, task: Task) -> Judge:
        """
        Return the verdict on a value by a subschema that refers to nothing.

        Raises:
            SchemawrightError: The native engine cannot compile it.
            TypeError: It has numbers that no double holds.
        """
        from schemawright.engines.judging import judge_of
        from schemawright.models.fast.built import late
        from schemawright.models.fast.tuples import tuple_judge_of

        text, assert_formats = json.dumps(schema), task.assert_formats

        def engine() -> Judge:
            return judge_of(json.loads(text), task.dialect, assert_formats=assert_formats)

        if text not in self._apart:
            own = tuple_judge_of(schema, task.dialect, late(engine), assert_formats=assert_formats)
            self._apart[text] = own or engine()
        return self._apart[text]

    def _spec_of(self, cls: type[Model] | None) -> Spec:
        return self.carrier.root if cls is None else ("object", self.carrier.classes.index(cls._carried))

    def built_by(self, spec: Spec) -> Callable[[Any], Any]:
        """Return what builds the carriers of plain values by a spec."""
        build = self.plain.built_by(spec) or as_it_is

        def built(value: Any) -> Any:
            try:
                return build(value)
            except RecursionError:
                return (self._deep_plain.built_by(spec) or as_it_is)(value)

        return built

    def judge_at(self, places: tuple[str, ...]) -> Judge:
        """Return the verdict of some subschemas, all together, on plain values; one for the same subschemas."""
        from schemawright.models.fast.built import judge_at

        return self._at.setdefault(places, judge_at(self, places))

    def judge_beside(self, schema: Any, uri: str) -> Judge:
        """
        Return the verdict on plain values by a schema that refers to the resources.

        Raises:
            SchemawrightError: No engine can compile it.
        """
        from schemawright.models.loading.entering import open_part
        from schemawright.store.pruning import pruned

        opened = open_part(pruned(uri, {**self.resources, uri: schema}), uri, "", self.dialect)
        settings = Settings(assert_formats=self.carrier.assert_formats)
        return Schema(opened, settings).engine_for(decimals=False).is_valid

    def build(self, instance: Any, cls: type[Model] | None, builders: Builders) -> Any:
        """Return the carrier of a valid instance."""
        spec = self._spec_of(cls)
        build = builders.built_by(spec)
        # What plain builders are given has no number that a double would round.
        instance = instance if builders.plain else with_exact_floats(instance)
        if build is None:
            return instance
        try:
            return build(instance)
        except RecursionError:
            deeper = self._deep_plain if builders.plain else self._deep
            return (deeper.built_by(spec) or as_it_is)(instance)

    @cached_property
    def _deep(self) -> Builders:
        """What builds where values nest deep."""
        return Builders(self, plain=False, deep=True)

    @cached_property
    def _deep_plain(self) -> Builders:
        """The same, of values as `plain` is given."""
        return Builders(self, plain=True, deep=True)

    @staticmethod
    def write(instance: Any) -> bytes:
        """Return the JSON text of an instance."""
        return write_json(instance)


def _are_valid(engines: Iterable[Engine], instance: Any) -> bool:
    return all(engine.is_valid(instance) for engine in engines)


def _write(value: Any) -> bytes:
    return write_json(to_written(value))


def _parse(text: str) -> Any:
    from schemawright.documents.json_text import parse_json

    return parse_json(text, max_depth=Settings().max_depth).value
