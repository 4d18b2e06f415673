"""Write the types of the bodies from the OpenAPI document: `python clients/typescript/scripts/generate_types.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cvparser.entrypoints.http.app import create_app
from cvparser.entrypoints.http.openapi_document import finished
from cvparser.settings import Settings

TARGET = Path(__file__).parents[1] / "src" / "types.ts"
_HEAD = "// Written by scripts/generate_types.py from the OpenAPI document. Do not edit.\n"
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def types() -> str:
    """Return the file."""
    schemas = finished(create_app(Settings()).openapi_schema.to_schema())["components"]["schemas"]
    written = [_written(name, schema) for name, schema in sorted(schemas.items())]
    codes = schemas["ProblemBody"]["properties"]["code"]["x-extensible-enum"]
    known = "\n".join(f"  | {json.dumps(code)}" for code in codes)
    written.append(
        f"/** Codes of problems and of failed jobs; a later service may have more. */\nexport type Code =\n{known};\n"
    )
    return "\n".join([_HEAD, *written])


def _written(name: str, schema: dict[str, Any]) -> str:
    head = _comment(schema.get("description"), "")
    if "properties" not in schema:
        return f"{head}export type {name} = {_type(schema)};\n"
    fields = "\n".join(_fields(schema))
    return f"{head}export interface {name} {{\n{fields}\n}}\n"


def _fields(schema: dict[str, Any]) -> Iterator[str]:
    for name, field in schema["properties"].items():
        mark = "" if name in schema.get("required", ()) else "?"
        yield f"{_comment(field.get('description'), '  ')}  {name}{mark}: {_type(field)};"


def _comment(text: str | None, indent: str) -> str:
    return f"{indent}/** {' '.join(text.split())} */\n" if text else ""


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(each) for each in schema["anyOf"]))
    if "const" in schema or "enum" in schema:
        return " | ".join(json.dumps(each) for each in schema.get("enum", [schema.get("const")]))
    return _of_kind(schema)


def _of_kind(schema: dict[str, Any]) -> str:
    kind = schema.get("type", "")
    if kind == "array":
        item = _type(schema["items"])
        return f"({item})[]" if " " in item else f"{item}[]"
    if kind == "object":
        return f"Record<string, {_type(schema.get('additionalProperties', {}))}>"
    return "Blob" if schema.get("format") == "binary" else _PLAIN.get(kind, "unknown")


if __name__ == "__main__":
    TARGET.write_text(types(), encoding="utf-8")
    print(TARGET)
