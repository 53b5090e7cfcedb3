"""Reading what was sent, so that a handler meets only what it expects."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from web.errors import BadRequest


async def read_form(request: web.Request) -> dict[str, str]:
    """The fields of a form; files are refused."""
    fields = await request.post()
    if not all(isinstance(value, str) for value in fields.values()):
        raise BadRequest("Files cannot be taken here.", "Send text only.")
    return {name: str(value) for name, value in fields.items()}


async def read_json(request: web.Request) -> dict[str, Any]:
    """The JSON object that was sent."""
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        raise BadRequest("That is not JSON.") from None
    if not isinstance(body, dict):
        raise BadRequest("A JSON object was expected.")
    return body


def field_text(fields: Mapping[str, Any], name: str, *, most: int, least: int = 0) -> str:
    """One field as trimmed text of a permitted length."""
    value = fields.get(name, "")
    if not isinstance(value, str) or "\x00" in value:
        raise BadRequest(f"The field “{name}” is not text.")
    value = value.strip()
    if not least <= len(value) <= most:
        raise BadRequest(
            f"The field “{name}” has {len(value)} characters.",
            f"It takes from {least} to {most}." if least else f"It takes at most {most}.",
        )
    return value
