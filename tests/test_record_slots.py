"""What fills a record is worked out key by key, and is what reading all of its annotations at once would give."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any, ClassVar

from caseload_tools.chart import records
from caseload_tools.chart.records.base import Frozen, Slots

INNER = {
    "not_understood",
    "lost",
    "corrected",
    "by_editor",
    "document",
    "path",
    "id",
    "link",
    "sound",
    "scores",
    "record",
    "where",
}


def classes(of: type[Any]) -> Iterator[type[Any]]:
    for each in of.__subclasses__():
        yield each
        yield from classes(each)


def test_each_class_has_a_slot_for_each_of_its_hints() -> None:
    assert records.RECORD_TYPES
    for cls in classes(Frozen):
        hints = typing.get_type_hints(cls)
        told = {name for name, hint in hints.items() if typing.get_origin(hint) is not ClassVar}
        own = INNER - {"id"} if issubclass(cls, records.base.Part) else INNER
        assert {each.attribute for each in Slots(cls).all()} == told - own, cls


def test_what_a_slot_is_does_not_depend_on_which_was_asked_for_first() -> None:
    for cls in classes(Frozen):
        one, other = Slots(cls), Slots(cls)
        keys = list(one._hints)
        forth = {key: one.slot(key) for key in keys}
        back = {key: other.slot(key) for key in reversed(keys)}
        assert forth == back


def test_a_key_that_is_nobodys_has_no_slot() -> None:
    for cls in classes(Frozen):
        slots = Slots(cls)
        assert slots.slot("no such key") is None
        assert not slots  # and nothing else was worked out for it
