"""Decides whether the user wants a report on a file."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tflint_sagemaker.discovery.modules import Target
    from tflint_sagemaker.hcl.text import Span


def make_target_filter(targets: Sequence[Target]) -> Callable[[Span], bool]:
    """Return a predicate: whether the user wants a report on the file of a span.

    Of some targets the user named single files; of the others every file that is reached counts.
    """
    partly = {
        display_path(target.directory.resolve()) for target in targets if target.report is not None
    }
    files = {
        display_path(target.directory.resolve() / path.name)
        for target in targets
        for path in target.report or ()
    }
    everything = len(partly) < len(targets)

    def is_wanted(at: Span) -> bool:
        directory = posixpath.dirname(at.source.path) or "."
        return at.source.path in files or (everything and directory not in partly)

    return is_wanted
