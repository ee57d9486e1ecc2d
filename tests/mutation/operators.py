"""The small mistakes that a rule's author could make, each made once, in the syntax tree of a file of rules.

A mutant is a change in place, so that it can be made, compiled and taken back. Left alone are what a
rule says (messages and hints), what it is registered with, and its docstring, which is its test.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

OTHER_COMPARISON: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OTHER_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
OTHER_FUNCTION = {"any": "all", "all": "any", "min": "max", "max": "min"}
# Comparisons whose opposite is already what the condition negated would say.
_OPPOSITES = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what stood there and what stands there now, and how to make and unmake it."""

    function: str
    line: int
    operator: str
    before: str
    after: str
    make: Callable[[], None]
    unmake: Callable[[], None]

    @property
    def said(self) -> str:
        """The change in a line, as the report and the list of equal mutants write it."""
        change = f"`{self.before}` → `{self.after}`" if self.after else f"`{self.before}`"
        return f"{self.operator}: {change}"


def mutants_of(tree: ast.Module) -> Iterator[Mutant]:
    """Every mutant of a file, in the order of its lines. Each must be unmade before the next is made."""
    for top in tree.body:
        name = getattr(top, "name", "") or "(module)"
        if isinstance(top, ast.FunctionDef):
            body = top.body[1:] if ast.get_docstring(top, clean=False) is not None else top.body
            limited = any("limit=" in ast.unparse(each) for each in top.decorator_list)
            for statement in body:
                found = _Finder(name).within(statement)
                yield from (each for each in found if not (limited and _drops_the_guard(each)))
        elif isinstance(top, ast.ClassDef):
            for inner in top.body:
                if isinstance(inner, ast.FunctionDef):
                    yield from _Finder(f"{name}.{inner.name}").within(inner)
        elif isinstance(top, ast.Assign | ast.AnnAssign) and top.value is not None:
            yield from _Finder(name).within(top)


def _drops_the_guard(mutant: Mutant) -> bool:
    """`limit is None` is left out of a rule with that limit: the engine asks no rule whose limit is off."""
    guards = ("limit is None or ", "limit is not None and ")
    return mutant.operator == "operand dropped" and any(
        guard in mutant.before and guard not in mutant.after for guard in guards
    )


class _Finder:
    """Walks what belongs to one function."""

    def __init__(self, function: str) -> None:
        self.function = function

    def within(self, node: ast.AST) -> Iterator[Mutant]:
        """The mutants of a statement and of everything in it."""
        if isinstance(node, ast.JoinedStr):  # a message
            return
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "args") and not isinstance(node, ast.Call):
                continue
            if isinstance(value, list):
                for index, child in enumerate(value):
                    if isinstance(child, ast.AST):
                        yield from self._slot(node, name, index, child)
            elif isinstance(value, ast.AST):
                yield from self._slot(node, name, None, value)

    def _slot(self, parent: ast.AST, name: str, index: int | None, child: ast.AST) -> Iterator[Mutant]:
        for operator, new in _changes(parent, name, child):
            yield self._swapped(parent, name, index, child, operator, new)
        yield from self.within(child)

    def _swapped(
        self, parent: ast.AST, name: str, index: int | None, old: ast.AST, operator: str, new: ast.AST
    ) -> Mutant:
        def put(node: ast.AST) -> None:
            if index is None:
                setattr(parent, name, node)
            else:
                getattr(parent, name)[index] = node

        ast.fix_missing_locations(ast.copy_location(new, old))
        shown = old if isinstance(old, ast.stmt) or not isinstance(parent, ast.expr) else parent
        before = _short(shown)
        put(new)
        after = "" if isinstance(new, ast.Pass) else _short(new if shown is old else parent)
        put(old)
        line = getattr(old, "lineno", 0) or getattr(parent, "lineno", 0)
        return Mutant(self.function, line, operator, before, after, lambda: put(new), lambda: put(old))


def _changes(parent: ast.AST, name: str, node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What may stand in the place of a node, with the name of the operator."""
    if isinstance(node, ast.expr):
        if _is_condition(parent, name):
            yield from _negated(node)
        yield from _other_expression(node)
    elif isinstance(node, ast.cmpop) and type(node) in OTHER_COMPARISON:
        yield "comparison", OTHER_COMPARISON[type(node)]()
    elif isinstance(node, ast.operator) and type(node) in OTHER_ARITHMETIC:
        yield "arithmetic", OTHER_ARITHMETIC[type(node)]()
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield | ast.YieldFrom):
        yield "yield removed", ast.Pass()
    elif isinstance(node, ast.Continue | ast.Break):
        yield "jump removed", ast.Pass()
    elif isinstance(node, ast.Return) and not isinstance(parent, ast.FunctionDef | ast.Module):
        yield "early return removed", ast.Pass()
    if isinstance(parent, ast.Compare) and name == "comparators":
        yield from _other_word(node)


def _is_condition(parent: ast.AST, name: str) -> bool:
    if isinstance(parent, ast.comprehension):
        return name == "ifs"
    return isinstance(parent, ast.If | ast.IfExp | ast.While) and name == "test"


def _negated(node: ast.expr) -> Iterator[tuple[str, ast.AST]]:
    plain = isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], _OPPOSITES)
    if not plain and not _is_not(node):
        yield "condition negated", ast.UnaryOp(ast.Not(), node)


def _is_not(node: ast.AST) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _other_expression(node: ast.expr) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", node.operand
    elif isinstance(node, ast.BoolOp):
        yield "and/or", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for left_out in range(len(node.values)):
            rest = [value for index, value in enumerate(node.values) if index != left_out]
            yield "operand dropped", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "true/false", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield "constant", ast.Constant(node.value + 1)
        if node.value > 0:
            yield "constant", ast.Constant(node.value - 1)
    elif isinstance(node, ast.Name) and node.id in OTHER_FUNCTION:
        yield "function", ast.Name(OTHER_FUNCTION[node.id], ast.Load())


def _other_word(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """A word compared with becomes another; a list of words loses each of its words once."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield "word", ast.Constant("another " + node.value)
    elif isinstance(node, ast.Tuple | ast.Set | ast.List) and len(node.elts) > 1:
        for left_out in range(len(node.elts)):
            rest = [each for index, each in enumerate(node.elts) if index != left_out]
            yield "word left out", ast.Tuple(rest, ast.Load())


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else text[:60] + " … " + text[-25:]
