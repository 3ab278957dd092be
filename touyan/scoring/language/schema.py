"""The JSON Schema of scheme files, for editors that complete words and mark mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from touyan.scoring.language.grammar.nodes import CLAUSE, SECTION, TALLY
from touyan.scoring.language.grammar.scheme import DOCUMENT, GENERAL, GENERAL_FORMS, SCHEME, general_fields
from touyan.scoring.language.grammar.terms import FACT_CONDITION, SUBJECT_CONDITION, TEST, WHICH_FACTS

ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """What an editor may accept in a scheme file; the loader checks more (names, order, open choices)."""
    whole = DOCUMENT.schema()
    forms = {"scheme": SCHEME, "section": SECTION, "clause": CLAUSE, "tally": TALLY}
    defs = {name: form.schema() for name, form in forms.items()}
    defs |= {kind.ref: kind.definition() for kind in (SUBJECT_CONDITION, FACT_CONDITION, WHICH_FACTS)}
    defs["test"] = TEST.definition()
    defs["scheme"]["properties"][GENERAL] = {
        "type": "object",
        "description": "各条没有另行写明时，一律按此",
        "additionalProperties": False,
        "properties": {
            label: {
                "type": "object",
                "additionalProperties": False,
                "properties": {word: field.kind.schema() for word, field in general_fields(form).items()},
            }
            for label, form in GENERAL_FORMS.items()
        },
    }
    return {"$schema": ADDRESS, "title": "考评方案文件", **whole, "$defs": defs}


def text() -> str:
    """The schema as it stands in `schemes/scheme.schema.json`."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write() -> None:
    """Renews the schema beside the schemes."""
    Path(__file__).parents[1].joinpath("schemes", "scheme.schema.json").write_text(text(), "utf-8")


if __name__ == "__main__":  # pragma: no cover
    write()
