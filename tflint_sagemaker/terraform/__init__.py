"""Terraform's language: directories to evaluated configuration. Knows no AWS."""
