"""The tables of python-hcl2's parser, shipped as data.

To build them from the grammar takes seconds on every new machine. The shipped ones are for one
grammar and one version of lark. Where others are installed, python-hcl2 builds its tables, and
the user's cache keeps them.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tflint_sagemaker.cache.active import get_store
from tflint_sagemaker.cache.store import hash_texts

SHIPPED = Path(__file__).parent / "data" / "tables.json"


@cache
def load_parser() -> Any:
    """Return the parser of python-hcl2: `parse` makes a tree of a text that ends in a newline."""
    wanted, store = get_version(), get_store()
    name = f"tables-{hash_texts(wanted)}"
    found = _load(json.loads(SHIPPED.read_bytes()), wanted)
    if found is None and store is not None:
        found = _load(store.read_record(name), wanted)
    if found is not None:
        return found
    from hcl2.parser import parser as build

    built = build()
    if store is not None:
        store.write_record(name, pack(built))
    return built


def get_version() -> str:
    """Return what the tables depend on: the text of the grammar, and the version of lark."""
    import hcl2
    import lark

    grammar = Path(hcl2.__file__).with_name("hcl2.lark").read_bytes()
    return f"lark {'.'.join(lark.__version__.split('.')[:2])} {sha256(grammar).hexdigest()}"


def pack(built: Any) -> dict[str, Any]:
    """Return the tables of a parser as JSON.

    Each state is a row of triples: token, 0 (go on) or 1 (reduce), next state or rule.
    """
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    data, shared = built.memo_serialize([TerminalDef, Rule])
    data["options"] = {"parser": "lalr", "lexer": "contextual", "start": ["start"]}
    table = data["parser"]["parser"]
    states = [
        [
            number
            for token, (reduces, to) in table["states"][state].items()
            for number in (token, int(reduces), to["@"] if reduces else to)
        ]
        for state in range(len(table["states"]))
    ]
    data["parser"]["parser"] = {
        **table,
        "tokens": [table["tokens"][token] for token in range(len(table["tokens"]))],
        "states": states,
    }
    listed = [shared[number] for number in range(len(shared))]
    return {"version": get_version(), "data": data, "shared": listed}


def _load(tables: Any, wanted: str) -> Any:
    """Return the parser with these tables, None if they are not for the installed versions."""
    from hcl2.postlexer import PostLexer
    from lark import Lark

    if tables is None or tables["version"] != wanted:
        return None
    data, shared = tables["data"], dict(enumerate(tables["shared"]))
    table = data["parser"]["parser"]
    table["tokens"] = dict(enumerate(table["tokens"]))
    table["states"] = {
        state: {
            token: (reduces, {"@": to} if reduces else to)
            for token, reduces, to in zip(row[::3], row[1::3], row[2::3], strict=True)
        }
        for state, row in enumerate(table["states"])
    }
    load: Any = Lark._load_from_dict  # noqa: SLF001 - what lark's generated parsers call
    return load(data, shared, postlex=PostLexer(), propagate_positions=True)
