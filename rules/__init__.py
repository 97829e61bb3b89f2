"""The built-in rules.

`index.json` describes each of them; `make docs` writes it. A rule is imported when it runs.
"""

import json
from pathlib import Path

INDEX = json.loads(Path(__file__).with_name("index.json").read_text(encoding="utf-8"))["rules"]
