"""The process that opens a stranger's file. It stands alone: no Django, no database, no configuration.

It reads the file on descriptor 0 and writes one JSON value per line on descriptor 1. The last line is always
``{"end": …}`` or ``{"refused": code, …}``; anything else means that the process was stopped.
"""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import lockdown
import readers
from refusal import Refused

READERS: dict[str, Callable[[dict[str, Any]], Iterator[Any]]] = {
    "xlsx": readers.xlsx_rows,
    "csv": readers.csv_rows,
    "docx": readers.docx_lines,
    "pdf": readers.pdf_lines,
    "xlsx-text": readers.xlsx_lines,
    "zip-check": readers.zip_check,
}
BATCH = 200


def say(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def main() -> None:
    wish: dict[str, Any] = json.loads(sys.argv[1])
    lockdown.prepare()
    lockdown.close_doors(memory=wish["memory"], seconds=wish["seconds"])
    try:
        count, batch = 0, []
        for item in READERS[wish["reader"]](wish):
            batch.append(item)
            count += 1
            if len(batch) >= BATCH:
                say(batch)
                batch = []
        if batch:
            say(batch)
        say({"end": count})
    except Refused as refused:
        say({"refused": refused.code, **refused.facts})
    except MemoryError:
        say({"refused": "too_big_inside"})
    except Exception as broken:  # whatever a parser raises on a broken file means: cannot be read
        say({"refused": "unreadable", "detail": type(broken).__name__})
    sys.stdout.flush()


main()
