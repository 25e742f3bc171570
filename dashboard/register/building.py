"""The one pass over the parser's events that makes dicts, lists and texts, or notes where they stand."""

from dataclasses import dataclass, field
from typing import Any

import yaml

from dashboard.languages.characters import hidden
from dashboard.register.syntax import Position, told, told_by

_C_PARSER: Any
try:
    from yaml import cyaml

    _C_PARSER = cyaml.CParser  # type: ignore[attr-defined]  # PyYAML's stubs leave it out
except ImportError:  # a PyYAML without libyaml: slower, and the same in every answer
    _C_PARSER = None

Step = str | int
Place = tuple[Step, ...]

# For each container, by id(): where it starts, and for each key or index where key and value start.
Marks = dict[int, tuple[Position, dict[Step, tuple[Position, Position]]]]

MAX_DEPTH = 60
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class PurePythonParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own three stages, for a PyYAML that was built without libyaml."""

    def __init__(self, stream: str) -> None:
        yaml.reader.Reader.__init__(self, stream)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


@dataclass(frozen=True, slots=True)
class ReadingFault:
    """Something the YAML itself does wrong; `place` leads to it, `position` counts from 1."""

    code: str
    place: Place
    position: Position
    params: dict[str, str] = field(default_factory=dict)


class Builder:
    """Drives the event parser; `faults` and `broken` tell what happened."""

    def __init__(self, text: str, marking: bool = False, parser: Any = None) -> None:
        self.text = text
        self.parser_class = parser or _C_PARSER or PurePythonParser
        self.faults: list[ReadingFault] = []
        self.broken = False
        self.marks: Marks = {}
        self.marking = marking

    def build(self) -> Any:
        """The document's data; None when it is empty or broken."""
        try:
            parser = self.parser_class(self.text)
            try:
                return self._document(parser)
            finally:
                dispose = getattr(parser, "dispose", None)
                if dispose is not None:
                    dispose()
        except yaml.MarkedYAMLError as error:
            self.broken = True
            at, params = told_by(error, self.text)
            self.faults.append(ReadingFault("yaml-syntax", (), at, params))
        except yaml.reader.ReaderError as error:
            self._broken(self._at_offset(error.position), str(error.reason))
        return None

    def _broken(self, at: Position, problem: str) -> None:
        self.broken = True
        self.faults.append(ReadingFault("yaml-syntax", (), at, told(problem, at, self.text)))

    def _at_offset(self, offset: int) -> Position:
        """A reader error counts bytes (libyaml) or characters (pure): look for the culprit."""
        for number, line in enumerate(self.text.split("\n"), start=1):
            bad = yaml.reader.Reader.NON_PRINTABLE.search(line)
            if bad is not None:
                return (number, bad.start() + 1)
        return (1, offset + 1)

    def _document(self, parser: Any) -> Any:
        """The loop is flat and its names local: it runs a million times on a province's register."""
        event_of = parser.get_event
        scalar, mapping, sequence = (
            yaml.ScalarEvent,
            yaml.MappingStartEvent,
            yaml.SequenceStartEvent,
        )
        mapping_end, sequence_end = yaml.MappingEndEvent, yaml.SequenceEndEvent
        marks, nulls = self.marks if self.marking else None, _NULLS
        # Written as they are, or as an escape: where there is neither, no scalar need be looked at.
        unseen = bool(hidden(self.text)) or "\\" in self.text
        stack: list[tuple[Any, Any]] = []
        container: Any = None
        key: Any = None
        root: Any = None
        documents = 0
        while True:
            event = event_of()
            kind = type(event)
            if kind is scalar:
                value: Any = event.value
                if event.tag is not None or event.anchor is not None:
                    self._decorated(event, stack, container, key)
                if unseen and (signs := hidden(value)):
                    found = ", ".join(signs)
                    self._fault("hidden-signs", stack, container, key, event, found=found)
                if type(container) is dict:
                    if key is None:
                        key = self._key(value, event, stack, container)
                        continue
                    if value in nulls and event.implicit[0]:
                        value = None
                    if marks is not None:
                        self._mark(container, key, event)
                    if type(key) is str:
                        container[key] = value
                    key = None
                    continue
                if value in nulls and event.implicit[0]:
                    value = None
            elif kind is mapping or kind is sequence:
                if event.tag is not None or event.anchor is not None:
                    self._decorated(event, stack, container, key)
                value = {} if kind is mapping else []
                if type(container) is dict and key is None:
                    self._fault("key-not-text", stack, container, key, event)
                    key = _Skipped(0)
                if len(stack) >= MAX_DEPTH:
                    self._broken(_start(event), f"deeper than {MAX_DEPTH} levels")
                    return None
                if marks is not None:
                    marks[id(value)] = (_start(event), {})
                    if container is not None:
                        self._mark(container, key, event)
                if type(container) is dict:
                    if type(key) is str:
                        container[key] = value
                elif container is not None:
                    container.append(value)
                else:
                    root = value
                stack.append((container, key))
                container, key = value, None
                continue
            elif kind is mapping_end or kind is sequence_end:
                container, key = stack.pop()
                if type(key) is _Skipped and key.waiting_for_value():
                    continue
                key = None
                continue
            elif kind is yaml.AliasEvent:
                self._fault("alias", stack, container, key, event, found=f"*{event.anchor}")
                value = None
                if type(container) is dict:
                    if key is None:
                        key = _Skipped(1)
                        continue
                    if type(key) is str:
                        container[key] = None
                    key = None
                    continue
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._broken(_start(event), "a second document (---)")
                    return None
                continue
            elif kind is yaml.StreamEndEvent:
                return root
            else:
                continue
            if container is None:
                root = value
            else:
                if marks is not None:
                    self._mark(container, len(container), event)
                container.append(value)

    def _mark(self, container: Any, key: Any, event: Any) -> None:
        if type(container) is list:
            key = len(container)
        if type(key) is _Skipped:
            return
        at = _start(event)
        known = self.marks[id(container)][1]
        key_at = known[key][0] if key in known else at
        known[key] = (key_at, at)

    def _key(self, text: str, event: Any, stack: list[tuple[Any, Any]], container: Any) -> Any:
        if text in container:
            place = (*_place(stack), text)
            self.faults.append(ReadingFault("duplicate-key", place, _start(event), {"found": text}))
            return _Skipped(1)
        if self.marking:
            self.marks[id(container)][1][text] = (_start(event), _start(event))
        return text

    def _decorated(
        self, event: Any, stack: list[tuple[Any, Any]], container: Any, key: Any
    ) -> None:
        if event.anchor is not None:
            self._fault("anchor", stack, container, key, event, found=f"&{event.anchor}")
        if event.tag is not None:
            self._fault("tag", stack, container, key, event, found=str(event.tag))

    def _fault(
        self,
        code: str,
        stack: list[tuple[Any, Any]],
        container: Any,
        key: Any,
        event: Any,
        **params: str,
    ) -> None:
        place = _place(stack)
        if type(container) is list:
            place = (*place, len(container))
        elif type(key) is str:
            place = (*place, key)
        self.faults.append(ReadingFault(code, place, _start(event), params))


class _Skipped:
    """Stands where a key cannot be used, so that its value is read and dropped."""

    __slots__ = ("ends",)

    def __init__(self, ends: int) -> None:
        self.ends = ends

    def waiting_for_value(self) -> bool:
        """True once, when the end just seen was the end of the key itself."""
        self.ends += 1
        return self.ends == 1


def _place(stack: list[tuple[Any, Any]]) -> Place:
    steps: list[Step] = []
    for container, key in stack:
        if type(container) is list:
            steps.append(len(container) - 1)
        elif type(key) is str:
            steps.append(key)
    return tuple(steps)


def _start(event: Any) -> Position:
    return (event.start_mark.line + 1, event.start_mark.column + 1)
