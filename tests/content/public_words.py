"""Finds English in Python code that people could read: literals that look like sentences or pieces of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

LOGGERS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
COMMANDS = {"print", "exit"}  # how commands talk to the operator
LOWER_CASE_WORD = re.compile(r"(?<![\w'/.-])[a-z]{2,}(?![\w/]|\.\w)")
# Patterns, markup, policies and SQL are no prose. Brackets mark a hidden secret: "[password removed]" is stored text.
NOT_PROSE = re.compile(r"\\|\||\(\?|[<>{}\[\]_=*]|\b[A-Z]{3,} [A-Z]{2,}\b|'none'|'self'")


@dataclass(frozen=True)
class Found:
    line: int
    function: str  # the innermost function or class, empty at the top of the module
    text: str


def sentences_in(source: str) -> list[Found]:
    """Literals with a space and two or more lower-case words, without docstrings, logs, errors, patterns and SQL."""
    return list(_within(ast.parse(source), ""))


def _within(node: ast.AST, function: str) -> Iterator[Found]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(node, ast.Raise) or _is_for_operators(node):
        return
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        function = node.name
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_prose(node.value):
        yield Found(node.lineno, function, node.value)
    for child in ast.iter_child_nodes(node):
        yield from _within(child, function)


def _is_for_operators(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return called in LOGGERS | COMMANDS or (called[:1].isupper() and called.endswith(("Error", "Refused")))


def _is_prose(text: str) -> bool:
    return " " in text and len(LOWER_CASE_WORD.findall(text)) >= 2 and NOT_PROSE.search(text) is None
