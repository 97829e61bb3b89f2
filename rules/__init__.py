"""The built-in rules, by code."""

from . import (
    duplicate_declaration,
    invalid_declaration,
    invalid_expression,
    invalid_import_id,
    invalid_reference,
    invalid_repetition,
    invalid_variable_value,
    missing_instance_key,
    missing_module,
    prebuilt_repository_without_region,
    reference_cycle,
    undeclared_reference,
    unknown_prebuilt_repository,
    unsupported_attribute,
    unsupported_module_argument,
)

ALL = (
    undeclared_reference.RULE,  # SM001
    invalid_reference.RULE,  # SM002
    unsupported_attribute.RULE,  # SM003
    missing_instance_key.RULE,  # SM004
    invalid_expression.RULE,  # SM005
    duplicate_declaration.RULE,  # SM006
    invalid_declaration.RULE,  # SM007
    invalid_repetition.RULE,  # SM008
    invalid_variable_value.RULE,  # SM009
    reference_cycle.RULE,  # SM010
    missing_module.RULE,  # SM011
    unsupported_module_argument.RULE,  # SM012
    unknown_prebuilt_repository.RULE,  # SM305
    prebuilt_repository_without_region.RULE,  # SM307
    invalid_import_id.RULE,  # SM801
)
