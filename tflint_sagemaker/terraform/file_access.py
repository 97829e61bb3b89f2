"""File access of Terraform's functions: only below the directories of the modules."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.module_tree import ModuleTree
    from tflint_sagemaker.terraform.scope import MissingFile

# Directories with more files than this are not listed.
MAX_FILES = 10_000


def read_file(tree: ModuleTree, path: str, span: Span) -> bytes | MissingFile | Unknown:
    """Return the content of a file below a module directory.

    Relative paths start at the directory of the root module.
    """
    directory = tree.root.module.directory
    try:
        file = Path(os.path.realpath(directory / path))
        below = (os.path.realpath(module.directory) for module in tree.modules)
        if not any(file.is_relative_to(root) for root in below):
            return Unknown(f"`{path}` is outside the configuration", span)
        return file.read_bytes()
    except FileNotFoundError:
        # It may be built between checkout and plan, like many archives of code.
        return Unknown(f"no file exists at `{path}` yet", span)
    except (OSError, ValueError):
        return Unknown(f"`{path}` cannot be read", span)


def list_files(tree: ModuleTree, path: str, span: Span) -> Sequence[str] | Unknown:
    """Return the files below a directory that is in a module directory."""
    try:
        top = os.path.realpath(tree.root.module.directory / path)
    except (OSError, ValueError):
        return Unknown(f"`{path}` cannot be read", span)
    roots = (os.path.realpath(module.directory) for module in tree.modules)
    if not any(Path(top).is_relative_to(root) for root in roots):
        return Unknown(f"`{path}` is outside the configuration", span)
    found: list[str] = []
    for folder, names, files in os.walk(top):
        if len(found) > MAX_FILES or any(Path(folder, name).is_symlink() for name in names):
            return Unknown(f"there are too many files, or links, below `{path}`", span)
        inside = Path(folder).relative_to(top)
        found += [(inside / f).as_posix() for f in files if Path(folder, f).is_file()]
    return found
