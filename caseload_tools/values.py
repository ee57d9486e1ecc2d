"""Frozen values, as `dataclass(frozen=True, slots=True)` makes them, in a quarter of the time.

A commit hook starts a fresh program each time, and forty frozen dataclasses cost it a fifth of that: each compiles
text for six methods, of which five can be written once for all. `dataclasses` itself is not even loaded (with
`inspect` behind it, a twentieth of a hook) until somebody asks one of these for its fields. For the classes that lint
loads; what needs inheritance, order or mutation stays a dataclass. It makes classes and knows nothing of what they are
for.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform, overload

__all__ = ["Schema", "closed", "field", "frozen", "replace"]

T = TypeVar("T")
Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""
_set = object.__setattr__
_MISSING = object()


class _Made:
    """A default that is made anew for each value."""

    __slots__ = ("factory",)

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory


@overload
def field(*, default: T) -> T: ...
@overload
def field(*, default_factory: Callable[[], T]) -> T: ...
def field(*, default: Any = None, default_factory: Callable[[], Any] | None = None) -> Any:
    """What `dataclasses.field` says of a default."""
    return default if default_factory is None else _Made(default_factory)


def replace(value: T, /, **changes: Any) -> T:
    """A frozen value like another, but for the fields that are named."""
    given = {name: getattr(value, name) for name in cast(Any, value).__match_args__}
    return type(value)(**(given | changes))


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T], /) -> type[T]: ...
@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(*, slots: bool = True, eq: bool = True, shown: bool = True) -> Callable[[type[T]], type[T]]: ...
def frozen(cls: type[T] | None = None, /, *, slots: bool = True, eq: bool = True, shown: bool = True) -> Any:
    """A class of values: its annotations are its fields, in their order. Without `eq`, one equals only itself.

    Without `shown`, its `repr` tells nothing of what it holds, as for a client's words.
    """
    if cls is None:
        return lambda known: _made(known, slots, eq, shown)
    return _made(cls, slots, eq, shown)


def _made(cls: type[T], slots: bool, eq: bool, shown: bool) -> type[T]:
    names = tuple(name for name, kind in cls.__annotations__.items() if not str(kind).startswith("ClassVar"))
    own = dict(cls.__dict__)
    defaults = {name: own[name] for name in names if name in own}
    methods: dict[str, Any] = {
        "__match_args__": names,
        "__dataclass_fields__": _Fields(names, dict(cls.__annotations__), defaults),
        "__init__": _init(cls, names, defaults),
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }
    values = attrgetter(*names) if names else lambda _: ()
    if eq:
        methods["__eq__"] = lambda self, other: (
            values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        )
        methods["__hash__"] = lambda self: hash(values(self))
    if shown and "__repr__" not in own:
        methods["__repr__"] = _repr
    if not slots:
        for name, method in methods.items():
            setattr(cls, name, method)
        for name, default in defaults.items():
            if isinstance(default, _Made):
                delattr(cls, name)
        return cls
    kept = {name: each for name, each in own.items() if name not in (*names, "__dict__", "__weakref__")}
    state = {"__slots__": names, "__getstate__": _getstate, "__setstate__": _setstate}
    made: Any = type(cls.__name__, cls.__bases__, kept | methods | state)
    made.__qualname__ = cls.__qualname__
    return cast("type[T]", made)


@dataclass_transform(frozen_default=True)
def closed(cls: type[T], /) -> type[T]:
    """A frozen dataclass with slots, for what others hold in their hands: it says that it is frozen of every name.

    Python's own answer to a name that is no field is a TypeError about `super`, of which nobody can make anything.
    """
    from dataclasses import dataclass

    made: Any = dataclass(frozen=True, slots=True)(cls)
    made.__setattr__ = made.__delattr__ = _refuse
    return cast("type[T]", made)


class _Fields:
    """What `dataclasses.replace`, `fields` and `asdict` ask for: to them, ours are dataclasses as all others."""

    __slots__ = ("_defaults", "_kinds", "_known", "_names")

    def __init__(self, names: tuple[str, ...], kinds: dict[str, Any], defaults: dict[str, Any]) -> None:
        self._names, self._kinds, self._defaults = names, kinds, defaults
        self._known: dict[str, Any] | None = None

    def __get__(self, value: object, cls: type[Any]) -> dict[str, Any]:
        if self._known is None:
            self._known = {name: self._field(name) for name in self._names}
        return self._known

    def _field(self, name: str) -> Any:
        import dataclasses

        default = self._defaults.get(name, dataclasses.MISSING)
        made: Any = (
            dataclasses.field(default_factory=default.factory)
            if isinstance(default, _Made)
            else dataclasses.field(default=default)
        )
        made.name, made.type, made._field_type = name, self._kinds[name], vars(dataclasses)["_FIELD"]
        return made


def _init(cls: type[Any], names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    """Its own `__init__`, the one method that must know the names: it runs for every value there is."""
    space: dict[str, Any] = {"_set": _set, "_missing": _MISSING}
    parameters, lines = [], []
    for name in names:
        default, given = defaults.get(name, _MISSING), name
        if isinstance(default, _Made):
            space[f"_of_{name}"] = default.factory
            given = f"_of_{name}() if {name} is _missing else {name}"
            parameters.append(f"{name}=_missing")
        elif default is not _MISSING:
            space[f"_is_{name}"] = default
            parameters.append(f"{name}=_is_{name}")
        else:
            parameters.append(name)
        lines.append(f" _set(self, {name!r}, {given})")
    exec(f"def __init__(self, {', '.join(parameters)}):\n" + ("\n".join(lines) or " pass"), space)  # noqa: S102
    made: Callable[..., None] = space["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _refuse(self: object, name: str, *_: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")


def _repr(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{each}={getattr(self, each)!r}' for each in self.__match_args__)})"


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__match_args__]


def _setstate(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__match_args__, state, strict=True):
        _set(self, name, value)
