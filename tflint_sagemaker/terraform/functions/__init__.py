"""Built-in functions, by the chapters of the documentation of Terraform."""
