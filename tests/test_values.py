"""Frozen values behave as the frozen dataclasses that they stand for."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, replace
from typing import Any, ClassVar

import pytest

from caseload_tools import values
from caseload_tools.values import field, frozen


@dataclass(frozen=True, slots=True)
class Plain:
    """The one to compare with."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = dataclasses.field(default_factory=tuple)
    most: ClassVar[int] = 9


@frozen
class Quick:
    """As Plain."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = field(default_factory=tuple)
    most: ClassVar[int] = 9

    @property
    def twice(self) -> int:
        """A member of its own."""
        return self.size * 2


@frozen(slots=False, eq=False, shown=False)
class Single:
    """One that equals only itself and shows nothing of what it holds."""

    name: str
    size: int = 3
    parts: list[str] = field(default_factory=list)


MAKERS: list[Callable[..., Any]] = [Plain, Quick]


@pytest.mark.parametrize("made", MAKERS)
def test_a_value(made: Callable[..., Any]) -> None:
    one, same, other = made("a"), made(name="a", size=3), made("a", 4, ("x",))
    assert (one.name, one.size, one.parts, one.most) == ("a", 3, (), 9)
    assert one == same and hash(one) == hash(same) and one != other and one != ("a", 3, ())
    assert repr(other) == f"{type(one).__qualname__}(name='a', size=4, parts=('x',))"
    with pytest.raises(FrozenInstanceError):
        one.size = 5
    with pytest.raises(FrozenInstanceError):
        del one.size
    with pytest.raises(TypeError):
        made()
    with pytest.raises(TypeError):
        made("a", colour="red")
    assert pickle.loads(pickle.dumps(other)) == other
    assert not hasattr(one, "__dict__")
    match other:
        case Plain(name, size) | Quick(name, size):
            assert (name, size) == ("a", 4)
        case _:
            pytest.fail("it cannot be taken apart")


def test_replace_and_members() -> None:
    assert replace(Quick("a", 4), name="b") == Quick("b", 4)
    assert Quick("a").twice == 6 and Quick.__doc__ == "As Plain." and Quick.__module__ == __name__
    assert asdict(Quick("a")) == {"name": "a", "size": 3, "parts": ()}
    with pytest.raises(TypeError):
        replace(Quick("a"), colour="red")  # type: ignore[call-arg]


def test_one_that_equals_only_itself() -> None:
    one = Single("secret")
    assert one != Single("secret") and one == one and {one}
    assert "secret" not in repr(one)
    assert one.parts == [] and one.parts is not Single("x").parts
    with pytest.raises(FrozenInstanceError):
        one.name = "b"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(one)).name == "secret"


def test_one_like_another() -> None:
    one = Quick("a", 4, ("x",))
    assert values.replace(one, name="b") == Quick("b", 4, ("x",)) == replace(one, name="b")
    assert one == Quick("a", 4, ("x",))
    with pytest.raises(TypeError):
        values.replace(one, colour="red")
