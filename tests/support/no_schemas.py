"""The shapes of no provider: what Terraform's language says by itself."""

from tflint_sagemaker.terraform.block_schema import BlockSchema


class NoSchemas:
    """Knows no provider."""

    def find_resource(self, kind: str) -> BlockSchema | None:  # noqa: ARG002
        """Nothing is known."""
        return None

    def find_data_source(self, kind: str) -> BlockSchema | None:  # noqa: ARG002
        """Nothing is known."""
        return None

    def find_provider(self, name: str) -> BlockSchema | None:  # noqa: ARG002
        """Nothing is known."""
        return None

    def explain_missing_type(self, block_type: str, kind: str) -> str | None:  # noqa: ARG002
        """Nothing is known."""
        return None
