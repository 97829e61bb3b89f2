"""Write the tables of python-hcl2's parser that are shipped, for the version that is installed.

Usage: python tools/make_tables.py
"""

from __future__ import annotations

import json

from hcl2.parser import parser

from tflint_sagemaker.hcl.tables import SHIPPED, packed

told = {"$generated": "by tools/make_tables.py; do not edit", **packed(parser())}
SHIPPED.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
print(f"wrote {SHIPPED}, {told['version']}")
