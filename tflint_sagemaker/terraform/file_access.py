"""Files that functions read: only below the directories of the modules themselves."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import Unknown
from tflint_sagemaker.util import fs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.module_tree import ModuleTree
    from tflint_sagemaker.terraform.scope import MissingFile

# More files than these below one directory are not looked through.
MAX_FILES = 10_000


def read_file(tree: ModuleTree, path: str, span: Span) -> bytes | MissingFile | Unknown:
    """A file below one of the module directories; relative paths start at the root's."""
    directory = tree.root.module.directory
    try:
        file = Path(fs.real(directory / path))
        below = (fs.real(module.directory) for module in tree.modules)
        if not any(file.is_relative_to(root) for root in below):
            return Unknown(f"`{path}` lies outside the configuration", span)
        return file.read_bytes()
    except FileNotFoundError:
        # It may be built between checkout and plan, as archives of code often are.
        return Unknown(f"no file exists at `{path}` yet", span)
    except (OSError, ValueError):
        return Unknown(f"`{path}` cannot be read", span)


def list_files(tree: ModuleTree, path: str, span: Span) -> Sequence[str] | Unknown:
    """The files below a directory that lies in one of the module directories."""
    try:
        top = fs.real(tree.root.module.directory / path)
    except (OSError, ValueError):
        return Unknown(f"`{path}` cannot be read", span)
    roots = (fs.real(module.directory) for module in tree.modules)
    if not any(Path(top).is_relative_to(root) for root in roots):
        return Unknown(f"`{path}` lies outside the configuration", span)
    found: list[str] = []
    for folder, names, files in os.walk(top):
        if len(found) > MAX_FILES or any(Path(folder, name).is_symlink() for name in names):
            return Unknown(f"there are too many files, or links, below `{path}`", span)
        inside = Path(folder).relative_to(top)
        found += [(inside / f).as_posix() for f in files if Path(folder, f).is_file()]
    return found
