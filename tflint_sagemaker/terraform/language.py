"""Schemas of Terraform's own blocks, as of Terraform 1.14 and OpenTofu 1.10."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.terraform.block_schema import AttributeSchema, BlockSchema, NestedSchema
from tflint_sagemaker.terraform.types import ANY, BOOL, STRING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.terraform.types import Type

# Where `terraform init` records the selected provider versions.
LOCK_FILE = ".terraform.lock.hcl"

NAME_RULE = (
    "a name starts with a letter or underscore and has only letters, digits, underscores and dashes"
)

# Names that have a meaning inside a `module` block.
RESERVED_VARIABLES = frozenset(
    {"source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"}
)

# Top-level blocks and what their labels are.
BLOCK_LABELS: Mapping[str, tuple[str, ...]] = {
    "terraform": (),
    "locals": (),
    "provider": ("name",),
    "variable": ("name",),
    "output": ("name",),
    "module": ("name",),
    "resource": ("type", "name"),
    "data": ("type", "name"),
    "ephemeral": ("type", "name"),
    "action": ("type", "name"),
    "moved": (),
    "import": (),
    "removed": (),
    "check": ("name",),
}


def _make_arguments(*names: str, required: tuple[str, ...] = ()) -> dict[str, AttributeSchema]:
    needed = {name: AttributeSchema(ANY, required=True) for name in required}
    return needed | {name: AttributeSchema(ANY, optional=True) for name in names}


CONDITION = BlockSchema(_make_arguments(required=("condition", "error_message")))
CONDITIONS = {"precondition": NestedSchema(CONDITION), "postcondition": NestedSchema(CONDITION)}
LIFECYCLE = BlockSchema(_make_arguments("enabled", "destroy"), CONDITIONS)
RESOURCE_LIFECYCLE = BlockSchema(
    _make_arguments(
        "create_before_destroy",
        "prevent_destroy",
        "ignore_changes",
        "replace_triggered_by",
        "enabled",
        "destroy",
    ),
    CONDITIONS | {"action_trigger": NestedSchema(BlockSchema())},
)

# The nested blocks that any resource may have; their bodies are checked elsewhere.
META_BLOCKS = ("lifecycle", "connection", "provisioner")
META_ARGUMENTS = ("count", "for_each", "provider", "depends_on")

BLOCK_SCHEMAS: Mapping[str, BlockSchema] = {
    "variable": BlockSchema(
        _make_arguments(
            "type",
            "default",
            "description",
            "sensitive",
            "nullable",
            "ephemeral",
            "deprecated",
            "const",
        ),
        {"validation": NestedSchema(CONDITION)},
    ),
    "output": BlockSchema(
        _make_arguments(
            "description",
            "sensitive",
            "depends_on",
            "ephemeral",
            "deprecated",
            "type",
            required=("value",),
        ),
        CONDITIONS,
    ),
    "terraform": BlockSchema(
        _make_arguments("required_version", "experiments", "language"),
        {
            name: NestedSchema(BlockSchema())
            for name in (
                "required_providers",
                "backend",
                "cloud",
                "provider_meta",
                "encryption",
                "state_store",
            )
        },
    ),
    "import": BlockSchema(
        _make_arguments("provider", "for_each", "id", "identity", required=("to",)),
    ),
    "moved": BlockSchema(_make_arguments(required=("from", "to"))),
    "removed": BlockSchema(
        _make_arguments(required=("from",)),
        {
            "lifecycle": NestedSchema(BlockSchema(_make_arguments("destroy"))),
            "provisioner": NestedSchema(BlockSchema()),
        },
    ),
    "check": BlockSchema(
        {}, {"assert": NestedSchema(CONDITION), "data": NestedSchema(BlockSchema())}
    ),
}

# Arguments of these blocks that are read before anything is evaluated.
CONSTANTS: Mapping[str, Mapping[str, Type]] = {
    "variable": {"description": STRING, "sensitive": BOOL, "nullable": BOOL, "ephemeral": BOOL},
    "output": {"description": STRING, "sensitive": BOOL, "ephemeral": BOOL},
    "provider": {"alias": STRING, "version": STRING},
    "terraform": {"required_version": STRING},
}

# Names that Terraform reserves in a `provider` block (OpenTofu has `for_each` there).
RESERVED_IN_PROVIDER = frozenset({"count", "depends_on", "source"})
# The arguments of an entry of `required_providers`.
REQUIREMENTS = ("source", "version", "configuration_aliases")


def is_identifier(text: str) -> bool:
    """Return whether Terraform accepts the text as a name."""
    return text[:1] != "-" and text.replace("-", "_").isidentifier()


def list_nested_types(kind: str, schema: BlockSchema | None) -> dict[str, Any]:
    """Return the tree of nested block types, which distinguishes blocks and objects in JSON."""
    shape = BLOCK_SCHEMAS.get(kind, BlockSchema()) if schema is None else schema
    return _list_nested_types(shape)


def _list_nested_types(shape: BlockSchema) -> dict[str, Any]:
    return {name: _list_nested_types(nested.block) for name, nested in shape.blocks.items()}
