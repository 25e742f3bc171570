"""The page on which people read what programs can ask: plain HTML from the OpenAPI document."""

import json
from collections.abc import Mapping
from typing import Any

from dashboard.doors.error_pages import page
from dashboard.languages import say


def description_page(document: Mapping[str, Any], lang: str) -> bytes:
    """Return the page: each address with its parameters, what it answers, and the shapes."""
    addresses = [
        {
            "method": method.upper(),
            "path": path,
            "words": told["summary"],
            "parameters": [
                (one["name"], _type(one["schema"]), one.get("description", ""))
                for one in told.get("parameters", ())
            ],
            "sent": _sent(told),
        }
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]
    shapes = [
        (
            name,
            shape.get("description", ""),
            [(key, _type(one)) for key, one in shape["properties"].items()],
        )
        for name, shape in sorted(document["components"]["schemas"].items())
        if "properties" in shape and not name.startswith("Page")
    ]
    title = say("doors.api.title", lang)
    # With and without a slash at its end the page's own address is another place to go on from.
    base = document["servers"][0]["url"]
    return page("api", lang, title, base=base, addresses=addresses, shapes=shapes)


def _sent(told: Mapping[str, Any]) -> str:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return str(body.get("schema", {}).get("$ref", "")).rpartition("/")[2]


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(json.dumps(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type", ""))
