"""Write tflint_sagemaker/sagemaker/data/aws_types.json: the names of all types of hashicorp/aws.

    terraform providers schema -json > schema.json
    pip download --no-deps cdktn-provider-aws==25.8.1
    python tools/aws_types.py schema.json 5.100.0 cdktn_provider_aws-25.8.1-py3-none-any.whl

The bindings name the types of the provider that they are generated from; what only one of the two
versions has is kept, for either may be in use.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from zipfile import ZipFile

TARGET = Path(__file__).parents[1] / "tflint_sagemaker/sagemaker/data/aws_types.json"
MODULE = re.compile(r"cdktn_provider_aws/\w+/__init__\.py")
LINK = re.compile(rb"hashicorp/aws/([\d.]+)/docs/(resources|data-sources)/\S+ (aws_\w+)")
TABLES = {b"resources": "resources", b"data-sources": "data"}


def of_bindings(path: Path) -> tuple[dict[str, set[str]], set[str]]:
    """Return the resource types in a wheel of bindings, and the version of the provider."""
    found: dict[str, set[str]] = {"resources": set(), "data": set()}
    versions: set[str] = set()
    with ZipFile(path) as wheel:
        for name in filter(MODULE.fullmatch, wheel.namelist()):
            for version, table, kind in LINK.findall(wheel.read(name)):
                found[TABLES[table]].add(kind.decode())
                versions.add(version.decode())
    return found, versions


def main() -> None:
    """Read the two sources named on the command line and write the data file."""
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    (provider,) = given["provider_schemas"].values()
    newer, (version,) = of_bindings(Path(sys.argv[3]))
    types = {
        "$generated": "by tools/aws_types.py from hashicorp/aws "
        f"{sys.argv[2]} and {version}; do not edit",
        "resources": sorted(newer["resources"] | provider["resource_schemas"].keys()),
        "data": sorted(newer["data"] | provider["data_source_schemas"].keys()),
    }
    TARGET.write_text(json.dumps(types, indent=1) + "\n", encoding="utf-8")


main()
