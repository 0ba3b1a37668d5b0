"""Reading the arguments of a request against a marshmallow schema: every fault at once, in French, with a way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from directory.errors import InvalidInput
from directory.resources.closed_lists import nearest, stranger


class Known(validate.OneOf):
    """A value out of a closed list; the message of a wrong one names the nearest."""

    def _format_error(self, value: Any) -> str:
        return stranger(value, tuple(self.choices))


def read_arguments(schema: Schema, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Values of `given` (name → values as typed) once checked by `schema`; an empty value counts as absent.

    Raises `InvalidInput` naming every fault: unknown names with the nearest known one, wrong or repeated values.
    """
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    for name, typed in given.items():
        kept = list(dict.fromkeys(value.strip() for value in typed if value.strip()))
        if name not in schema.fields:
            like = nearest(name, schema.fields)
            hint = f"Vouliez-vous dire « {like} » ?" if like else f"Paramètres connus : {', '.join(schema.fields)}."
            errors[name[:80]] = [f"Paramètre inconnu. {hint}"]
        elif isinstance(schema.fields[name], fields.List):
            values[name] = kept
        elif len(kept) > 1:
            errors[name] = ["Ce paramètre ne peut être donné qu’une fois."]
        elif kept:
            values[name] = kept[0]
    loaded: dict[str, Any] = {}
    try:
        loaded = schema.load(values)
    except ValidationError as error:
        errors.update({name: _flat(messages) for name, messages in error.messages_dict.items()})
    if errors:
        raise wrong_parameters(errors)
    return loaded


def wrong_parameters(errors: Mapping[str, Sequence[str]]) -> InvalidInput:
    """The error that tells of parameters at fault, each with its messages."""
    told = [f"{name} : {' '.join(messages)}" for name, messages in errors.items()]
    return InvalidInput("Paramètres à corriger. " + " ".join(told), errors)


def _flat(messages: Any) -> list[str]:
    """Messages of a field, those of its items included."""
    if isinstance(messages, Mapping):
        return [message for inner in messages.values() for message in _flat(inner)]
    return [str(message) for message in messages]
