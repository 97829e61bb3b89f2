"""The built-in rules, by code."""

from . import (
    administrator_execution_role,
    argument_newer_than_provider,
    async_incompatible_model,
    aws_credentials_in_environment,
    blanket_suppression,
    both_container_kinds,
    bucket_arn_in_url,
    builtin_without_model_data,
    changing_model_name,
    compressed_s3_prefix,
    compression_suffix_mismatch,
    credentials_without_private_registry,
    direct_mode_multi_model,
    direct_mode_without_hostnames,
    duplicate_channel_name,
    duplicate_container_hostname,
    duplicate_declaration,
    duplicate_model_name,
    empty_key_segment,
    empty_multi_model_config,
    endpoint_policy_without_bucket,
    environment_too_large,
    eula_not_accepted,
    expired_suppression,
    extraneous_label,
    fixed_name_create_before_destroy,
    gated_model_without_eula,
    identical_default_tag,
    ignored_container_hostname,
    ignored_vpc_update,
    image_not_found,
    image_not_in_ecr,
    image_partition_mismatch,
    image_region_mismatch,
    image_tag_and_digest,
    image_with_scheme,
    image_without_tag,
    inactive_credentials_function,
    incomplete_model_data_source,
    inference_specification_without_package,
    instance_image_mismatch,
    insufficient_quota,
    invalid_bucket_name,
    invalid_channel_name,
    invalid_compression_type,
    invalid_container_hostname,
    invalid_container_mode,
    invalid_declaration,
    invalid_ecr_image,
    invalid_endpoint_configuration,
    invalid_environment_key,
    invalid_environment_value,
    invalid_execution_role_arn,
    invalid_expression,
    invalid_image,
    invalid_import_id,
    invalid_inference_mode,
    invalid_inference_specification_name,
    invalid_model_cache_setting,
    invalid_model_data_url,
    invalid_model_name,
    invalid_model_package_name,
    invalid_policy_document,
    invalid_provider_argument,
    invalid_reference,
    invalid_repetition,
    invalid_repository_access_mode,
    invalid_repository_credentials_provider,
    invalid_s3_data_type,
    invalid_s3_uri,
    invalid_suppression,
    invalid_tag,
    invalid_trust_policy,
    invalid_variable_value,
    invalid_vpc_id,
    isolation_blocks_download,
    isolation_unsupported_image,
    latest_image_tag,
    managed_policy_bucket_scope,
    marketplace_without_isolation,
    missing_accept_eula,
    missing_container,
    missing_container_image,
    missing_credentials_function,
    missing_credentials_permission,
    missing_execution_role_arn,
    missing_image_label,
    missing_image_permission,
    missing_inference_mode,
    missing_instance_key,
    missing_key_permission,
    missing_log_permission,
    missing_model_data_permission,
    missing_module,
    missing_network_isolation,
    missing_policy_dependency,
    missing_repository_access_mode,
    missing_repository_credentials_provider,
    missing_required_argument,
    missing_role_permission,
    missing_tag,
    missing_vpc_config,
    missing_vpc_config_argument,
    missing_vpc_permission,
    misspelt_model_name,
    misspelt_prebuilt_repository,
    model_arn_as_name,
    model_data_conflict,
    model_data_elsewhere,
    model_data_not_found,
    model_data_not_targz,
    model_data_region_mismatch,
    model_name_in_use,
    model_package_conflict,
    model_package_not_approved,
    model_package_not_found,
    multi_model_unsupported_image,
    multi_model_url_not_prefix,
    multi_model_with_data_source,
    multi_model_without_url,
    multiple_multi_model_containers,
    mutable_image_tag,
    network_of_several_vpcs,
    no_egress,
    no_free_addresses,
    no_route_to_lambda,
    no_route_to_s3,
    open_security_group,
    other_region_in_model_data,
    oversized_serverless_image,
    package_region_mismatch,
    partial_container_hostnames,
    platform_repository_access,
    prebuilt_image_default_tag,
    prebuilt_repository_without_region,
    private_registry_without_vpc,
    public_trust_policy,
    read_only_argument,
    reference_cycle,
    repeated_s3_data_source,
    reserved_environment_variable,
    reserved_tag_key,
    retired_image,
    role_account_mismatch,
    role_not_found,
    role_not_passable,
    s3_object_is_prefix,
    s3_prefix_without_slash,
    secret_in_environment,
    security_group_vpc_mismatch,
    serverless_incompatible_model,
    shadow_incompatible_model,
    single_availability_zone,
    single_container_list,
    single_subnet,
    stale_endpoint_configuration,
    subnet_or_group_not_found,
    suppression_without_reason,
    tag_repeats_default,
    too_many_additional_model_data_sources,
    too_many_blocks,
    too_many_containers,
    too_many_environment_variables,
    too_many_tags,
    too_narrow_source_arn,
    training_image,
    trust_without_source_condition,
    unassumable_role,
    unconventional_model_name,
    undeclared_reference,
    unknown_argument,
    unknown_block,
    unknown_prebuilt_repository,
    unknown_resource_type,
    unlisted_registry,
    unpinned_image,
    unreadable_model_data,
    unreferenced_model_name,
    unsuitable_image,
    unsupported_attribute,
    unsupported_module_argument,
    untrusted_execution_role,
    unusable_data_key,
    unused_inference_execution_config,
    unused_multi_model_config,
    unused_suppression,
    vpc_access_for_ecr_image,
    vpc_config_size,
    vulnerable_image,
    wrong_argument_type,
    wrong_arn_as_execution_role,
    wrong_image_architecture,
    wrong_prebuilt_account,
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
    unknown_resource_type.RULE,  # SM013
    missing_execution_role_arn.RULE,  # SM101
    invalid_execution_role_arn.RULE,  # SM102
    invalid_model_name.RULE,  # SM103
    wrong_argument_type.RULE,  # SM104
    unknown_argument.RULE,  # SM105
    unknown_block.RULE,  # SM106
    read_only_argument.RULE,  # SM107
    duplicate_model_name.RULE,  # SM108
    missing_required_argument.RULE,  # SM109
    extraneous_label.RULE,  # SM110
    unconventional_model_name.RULE,  # SM111
    invalid_provider_argument.RULE,  # SM112
    model_name_in_use.RULE,  # SM121
    missing_container.RULE,  # SM201
    both_container_kinds.RULE,  # SM202
    too_many_blocks.RULE,  # SM203
    missing_container_image.RULE,  # SM204
    invalid_container_mode.RULE,  # SM205
    invalid_container_hostname.RULE,  # SM206
    too_many_containers.RULE,  # SM207
    missing_inference_mode.RULE,  # SM208
    invalid_inference_mode.RULE,  # SM209
    invalid_model_package_name.RULE,  # SM210
    invalid_inference_specification_name.RULE,  # SM211
    invalid_model_cache_setting.RULE,  # SM212
    empty_multi_model_config.RULE,  # SM213
    direct_mode_without_hostnames.RULE,  # SM214
    partial_container_hostnames.RULE,  # SM215
    duplicate_container_hostname.RULE,  # SM216
    multi_model_without_url.RULE,  # SM217
    multiple_multi_model_containers.RULE,  # SM218
    multi_model_with_data_source.RULE,  # SM219
    model_package_conflict.RULE,  # SM220
    inference_specification_without_package.RULE,  # SM221
    unused_inference_execution_config.RULE,  # SM222
    direct_mode_multi_model.RULE,  # SM223
    unused_multi_model_config.RULE,  # SM224
    multi_model_unsupported_image.RULE,  # SM225
    ignored_container_hostname.RULE,  # SM226
    single_container_list.RULE,  # SM227
    package_region_mismatch.RULE,  # SM228
    model_package_not_found.RULE,  # SM231
    model_package_not_approved.RULE,  # SM232
    invalid_image.RULE,  # SM301
    missing_repository_access_mode.RULE,  # SM302
    invalid_repository_access_mode.RULE,  # SM303
    invalid_repository_credentials_provider.RULE,  # SM304
    unknown_prebuilt_repository.RULE,  # SM305
    private_registry_without_vpc.RULE,  # SM306
    prebuilt_repository_without_region.RULE,  # SM307
    missing_repository_credentials_provider.RULE,  # SM308
    image_not_in_ecr.RULE,  # SM309
    image_with_scheme.RULE,  # SM310
    image_region_mismatch.RULE,  # SM311
    credentials_without_private_registry.RULE,  # SM312
    invalid_ecr_image.RULE,  # SM313
    image_partition_mismatch.RULE,  # SM314
    wrong_prebuilt_account.RULE,  # SM315
    latest_image_tag.RULE,  # SM316
    image_without_tag.RULE,  # SM317
    image_tag_and_digest.RULE,  # SM318
    retired_image.RULE,  # SM319
    training_image.RULE,  # SM320
    prebuilt_image_default_tag.RULE,  # SM321
    builtin_without_model_data.RULE,  # SM322
    unpinned_image.RULE,  # SM323
    mutable_image_tag.RULE,  # SM324
    vpc_access_for_ecr_image.RULE,  # SM325
    unlisted_registry.RULE,  # SM326
    platform_repository_access.RULE,  # SM327
    misspelt_prebuilt_repository.RULE,  # SM328
    image_not_found.RULE,  # SM331
    unsuitable_image.RULE,  # SM332
    vulnerable_image.RULE,  # SM333
    missing_credentials_function.RULE,  # SM334
    wrong_image_architecture.RULE,  # SM335
    missing_image_label.RULE,  # SM336
    oversized_serverless_image.RULE,  # SM337
    invalid_model_data_url.RULE,  # SM401
    invalid_s3_uri.RULE,  # SM402
    incomplete_model_data_source.RULE,  # SM403
    invalid_s3_data_type.RULE,  # SM404
    invalid_compression_type.RULE,  # SM405
    missing_accept_eula.RULE,  # SM406
    invalid_channel_name.RULE,  # SM407
    repeated_s3_data_source.RULE,  # SM408
    too_many_additional_model_data_sources.RULE,  # SM409
    multi_model_url_not_prefix.RULE,  # SM410
    model_data_conflict.RULE,  # SM411
    s3_prefix_without_slash.RULE,  # SM412
    s3_object_is_prefix.RULE,  # SM413
    model_data_not_targz.RULE,  # SM414
    invalid_bucket_name.RULE,  # SM415
    bucket_arn_in_url.RULE,  # SM416
    compressed_s3_prefix.RULE,  # SM417
    compression_suffix_mismatch.RULE,  # SM418
    empty_key_segment.RULE,  # SM419
    model_data_region_mismatch.RULE,  # SM420
    eula_not_accepted.RULE,  # SM421
    gated_model_without_eula.RULE,  # SM422
    duplicate_channel_name.RULE,  # SM423
    other_region_in_model_data.RULE,  # SM424
    model_data_not_found.RULE,  # SM431
    model_data_elsewhere.RULE,  # SM432
    unreadable_model_data.RULE,  # SM433
    unusable_data_key.RULE,  # SM434
    untrusted_execution_role.RULE,  # SM501
    invalid_trust_policy.RULE,  # SM502
    wrong_arn_as_execution_role.RULE,  # SM503
    too_narrow_source_arn.RULE,  # SM504
    invalid_policy_document.RULE,  # SM505
    public_trust_policy.RULE,  # SM506
    trust_without_source_condition.RULE,  # SM507
    missing_image_permission.RULE,  # SM508
    missing_model_data_permission.RULE,  # SM509
    managed_policy_bucket_scope.RULE,  # SM510
    missing_policy_dependency.RULE,  # SM511
    administrator_execution_role.RULE,  # SM512
    role_account_mismatch.RULE,  # SM513
    missing_vpc_permission.RULE,  # SM514
    missing_credentials_permission.RULE,  # SM515
    role_not_found.RULE,  # SM521
    unassumable_role.RULE,  # SM522
    missing_role_permission.RULE,  # SM523
    missing_log_permission.RULE,  # SM524
    role_not_passable.RULE,  # SM525
    missing_key_permission.RULE,  # SM526
    inactive_credentials_function.RULE,  # SM527
    missing_vpc_config_argument.RULE,  # SM601
    vpc_config_size.RULE,  # SM602
    invalid_vpc_id.RULE,  # SM603
    missing_network_isolation.RULE,  # SM604
    missing_vpc_config.RULE,  # SM605
    isolation_blocks_download.RULE,  # SM606
    isolation_unsupported_image.RULE,  # SM607
    marketplace_without_isolation.RULE,  # SM608
    single_subnet.RULE,  # SM609
    security_group_vpc_mismatch.RULE,  # SM610
    open_security_group.RULE,  # SM612
    subnet_or_group_not_found.RULE,  # SM621
    network_of_several_vpcs.RULE,  # SM622
    single_availability_zone.RULE,  # SM623
    no_route_to_s3.RULE,  # SM624
    no_free_addresses.RULE,  # SM625
    endpoint_policy_without_bucket.RULE,  # SM626
    no_route_to_lambda.RULE,  # SM627
    no_egress.RULE,  # SM628
    invalid_environment_key.RULE,  # SM701
    invalid_environment_value.RULE,  # SM702
    too_many_environment_variables.RULE,  # SM703
    invalid_tag.RULE,  # SM704
    reserved_tag_key.RULE,  # SM705
    too_many_tags.RULE,  # SM706
    environment_too_large.RULE,  # SM707
    secret_in_environment.RULE,  # SM708
    aws_credentials_in_environment.RULE,  # SM709
    reserved_environment_variable.RULE,  # SM710
    missing_tag.RULE,  # SM711
    tag_repeats_default.RULE,  # SM712
    identical_default_tag.RULE,  # SM713
    invalid_import_id.RULE,  # SM801
    argument_newer_than_provider.RULE,  # SM802
    model_arn_as_name.RULE,  # SM803
    fixed_name_create_before_destroy.RULE,  # SM804
    stale_endpoint_configuration.RULE,  # SM805
    serverless_incompatible_model.RULE,  # SM806
    async_incompatible_model.RULE,  # SM807
    shadow_incompatible_model.RULE,  # SM808
    instance_image_mismatch.RULE,  # SM809
    misspelt_model_name.RULE,  # SM810
    changing_model_name.RULE,  # SM811
    unreferenced_model_name.RULE,  # SM812
    ignored_vpc_update.RULE,  # SM813
    invalid_endpoint_configuration.RULE,  # SM814
    insufficient_quota.RULE,  # SM821
    unused_suppression.RULE,  # SM900
    invalid_suppression.RULE,  # SM901
    expired_suppression.RULE,  # SM902
    blanket_suppression.RULE,  # SM903
    suppression_without_reason.RULE,  # SM904
)
