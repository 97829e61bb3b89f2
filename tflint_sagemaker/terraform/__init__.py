"""The Terraform language: from the files of a directory to evaluated resource instances.

`configuration.Configuration` is the entry point. The packages of the layers above may import from
here, most often `configuration`, `evaluated`, `values`, `types` and `diagnostics`. This package
imports only `hcl/` and `util/`, and knows no provider: its callers hand in the schemas, the data
sources and the defaults of providers.

========================= ========================================================================
Topic                     Modules
========================= ========================================================================
Reading modules           module, parsed_files, declarations, overrides, module_tree (resolves
                          module calls), unknown_types
Values and types          values (`Value`, `Unknown`), value_marks, types, convert, unify,
                          type_messages, numbers, sets
Evaluating expressions    evaluate, frame, scope, access, operators, conditional, collections,
                          splats, template_rendering, template_functions, function_calls, functions
Evaluating modules        configuration, evaluation_context, module_instance, module_scope,
                          block_scope, variables, type_constraints, resources,
                          resource_instance, deferral, block_evaluation (dynamic blocks),
                          evaluated, preconditions
`count` and `for_each`    repetition (one block), expansion (all instances)
Static checks             static_checks (what is checked, cycles), reference_walk (finds
                          references), reference_checks (is the object declared), schema_path,
                          block_structure, constant_arguments, meta_arguments, provisioners,
                          ephemeral, cycles, spelling
Variable validation       validation (judges one value), interface_checks (all values)
Blocks without a name     unnamed_blocks, terraform_block, provider_blocks, import_blocks,
                          state_blocks (`import`, `moved`, `removed`), addresses
Providers                 provider_configurations, provider_requirements, version_constraints,
                          passed_providers
Shared                    diagnostics, language (schemas of Terraform's own blocks), block_schema,
                          file_access, planned_instance (the form of `terraform show -json`)
========================= ========================================================================
"""
