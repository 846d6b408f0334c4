"""Reads settings from environment variables and checks them.

A settings class has one line for each setting: its type, variable, default, meaning and bounds. An empty variable means
the default. docs/settings.md is written from these lines (bot/commands/settings_table.py).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

LONGEST_SHOWN = 80  # characters of a refused value
# Without a path. Plain http is for this machine only: on a network it would show passwords and people's words.
ORIGIN = r"(?:https://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])|http://(?:localhost|127\.0\.0\.1|\[::1\]))(?::[0-9]{1,5})?"


class SettingError(ValueError):
    """An environment variable has an invalid value. The text is one sentence that names it and never shows a secret."""


def setting(variable: str, default: Any, meaning: str, *, must: str = "", pattern: str = "", **bounds: Any) -> Any:
    """Declares a field that is read from `variable`.

    `pattern` must match the whole text; `must` describes it in the error. `bounds` are pydantic's (ge, le, ...). A
    callable `default` is called at each reading.
    """
    more: dict[str, Any] = {"default_factory" if callable(default) else "default": default, **bounds}
    if pattern:
        more["pattern"] = f"^(?:{pattern})$"
    return Field(validation_alias=variable, description=meaning, json_schema_extra={"must": must}, **more)


def secret(variable: str, meaning: str, default: Any = "", **bounds: Any) -> Any:
    """A setting whose value appears in no error and in no repr."""
    return setting(variable, default, meaning, repr=False, **bounds)


def _digits(value: object) -> object:
    """Accepts only 0 to 9: int() would accept spaces, signs, underscores and the digits of other scripts too."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise ValueError
    return value


def _yes(value: object) -> object:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def _without_slash(url: str) -> str:
    return url.rstrip("/")


def _separated(value: object) -> object:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


Whole = Annotated[int, BeforeValidator(_digits)]
Port = Annotated[Whole, Field(ge=1, le=65535)]
Seconds = Annotated[float, Field(gt=0, lt=3600)]
Url = Annotated[str, AfterValidator(_without_slash)]
Several = BeforeValidator(_separated)  # with spaces or commas between them
YesOrNo = Annotated[Literal[True, False], BeforeValidator(_yes)]


class SettingsGroup(NamedTuple):
    """Fields that must be set together or not at all; `extras` have no effect without them."""

    title: str
    fields: tuple[str, ...]
    extras: tuple[str, ...] = ()


class EnvironmentSettings(BaseSettings):
    """Immutable settings. The constructor takes fields by name and ignores the environment; `read` uses it."""

    model_config = SettingsConfigDict(
        frozen=True,
        validate_default=False,
        case_sensitive=True,
        enable_decoding=False,
        populate_by_name=True,
        hide_input_in_errors=True,
    )
    together: ClassVar[tuple[SettingsGroup, ...]] = ()

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ, **given: Any) -> Self:
        """`given` are fields that are read from no variable of this class. Raises SettingError."""
        source = EnvSettingsSource(cls)
        source.env_vars = {name: environment[name] for name in variables(cls) if environment.get(name)}
        try:
            return cls(**source(), **given)
        except ValidationError as error:
            raise SettingError(_sentence(cls, error)) from None

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *others: Any, **named: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Restricts the constructor to the values that it is given."""
        return (init_settings,)

    @model_validator(mode="after")
    def _all_or_none(self) -> Self:
        for title, needed, extras in self.together:
            missing = [_variable(type(self).model_fields[name]) for name in needed if not getattr(self, name)]
            given = self.model_fields_set & {*needed, *extras}
            if missing and any(getattr(self, name) for name in given):
                raise SettingError(f"{title} is half set up: {' and '.join(missing)} must be set too.")
        return self


def variables(settings: type[EnvironmentSettings]) -> dict[str, FieldInfo]:
    """Returns the declared settings by their environment variables, in the order of declaration."""
    return {_variable(field): field for field in settings.model_fields.values() if field.validation_alias}


def requirement(field: FieldInfo) -> str:
    """Describes what a value must be, to follow the word "must"; empty if anything is allowed."""
    if isinstance(field.json_schema_extra, dict) and field.json_schema_extra["must"]:
        return str(field.json_schema_extra["must"])
    if get_origin(field.annotation) is Literal:
        choices = ["yes" if one is True else "no" if one is False else str(one) for one in get_args(field.annotation)]
        return f"be {', '.join(choices[:-1])} or {choices[-1]}"
    found = {type(one): one for one in field.metadata}
    if Ge in found and Le in found:
        return f"be a whole number from {found[Ge].ge} to {found[Le].le}"
    if Gt in found and Lt in found:
        return f"be a number of seconds between {found[Gt].gt} and {found[Lt].lt}"
    return f"have at least {found[MinLen].min_length} characters" if MinLen in found else ""


def _variable(field: FieldInfo) -> str:
    return str(field.validation_alias)


def _sentence(settings: type[EnvironmentSettings], error: ValidationError) -> str:
    """Describes the first setting that is wrong."""
    first: Mapping[str, Any] = error.errors(include_url=False)[0]
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, SettingError):
        return str(cause)
    name = str(first["loc"][0])
    field = variables(settings)[name]
    if not field.repr:
        return f"{name} must {requirement(field)}."
    verb, subject = ("contains", "each") if len(first["loc"]) > 1 else ("is", "it")
    return f"{name} {verb} {_shown(first['input'])}, but {subject} must {requirement(field)}."


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}..."
