"""Finds the mistakes in Terraform for SageMaker models before apply does."""

__version__ = "0.1.0"
