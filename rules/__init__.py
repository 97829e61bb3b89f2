"""The rules that come with the linter, one file each; found through the entry point."""

from .both_container_kinds import RULE as both_container_kinds
from .duplicate_model_name import RULE as duplicate_model_name
from .empty_multi_model_config import RULE as empty_multi_model_config
from .incomplete_model_data_source import RULE as incomplete_model_data_source
from .invalid_channel_name import RULE as invalid_channel_name
from .invalid_compression_type import RULE as invalid_compression_type
from .invalid_container_hostname import RULE as invalid_container_hostname
from .invalid_container_mode import RULE as invalid_container_mode
from .invalid_environment_key import RULE as invalid_environment_key
from .invalid_environment_value import RULE as invalid_environment_value
from .invalid_execution_role_arn import RULE as invalid_execution_role_arn
from .invalid_image import RULE as invalid_image
from .invalid_inference_mode import RULE as invalid_inference_mode
from .invalid_inference_specification_name import RULE as invalid_inference_specification_name
from .invalid_model_cache_setting import RULE as invalid_model_cache_setting
from .invalid_model_data_url import RULE as invalid_model_data_url
from .invalid_model_name import RULE as invalid_model_name
from .invalid_model_package_name import RULE as invalid_model_package_name
from .invalid_repository_access_mode import RULE as invalid_repository_access_mode
from .invalid_repository_credentials_provider import RULE as invalid_repository_credentials_provider
from .invalid_s3_data_type import RULE as invalid_s3_data_type
from .invalid_s3_uri import RULE as invalid_s3_uri
from .invalid_tag import RULE as invalid_tag
from .invalid_vpc_id import RULE as invalid_vpc_id
from .missing_accept_eula import RULE as missing_accept_eula
from .missing_container import RULE as missing_container
from .missing_container_image import RULE as missing_container_image
from .missing_execution_role_arn import RULE as missing_execution_role_arn
from .missing_inference_mode import RULE as missing_inference_mode
from .missing_repository_access_mode import RULE as missing_repository_access_mode
from .missing_repository_credentials_provider import RULE as missing_repository_credentials_provider
from .missing_vpc_config_argument import RULE as missing_vpc_config_argument
from .private_registry_without_vpc import RULE as private_registry_without_vpc
from .read_only_argument import RULE as read_only_argument
from .repeated_s3_data_source import RULE as repeated_s3_data_source
from .reserved_tag_key import RULE as reserved_tag_key
from .too_many_additional_model_data_sources import RULE as too_many_additional_model_data_sources
from .too_many_blocks import RULE as too_many_blocks
from .too_many_containers import RULE as too_many_containers
from .too_many_environment_variables import RULE as too_many_environment_variables
from .too_many_tags import RULE as too_many_tags
from .unknown_argument import RULE as unknown_argument
from .unknown_block import RULE as unknown_block
from .vpc_config_size import RULE as vpc_config_size
from .wrong_argument_type import RULE as wrong_argument_type

ALL = (
    missing_execution_role_arn,
    invalid_execution_role_arn,
    invalid_model_name,
    wrong_argument_type,
    unknown_argument,
    unknown_block,
    read_only_argument,
    duplicate_model_name,
    missing_container,
    both_container_kinds,
    too_many_blocks,
    missing_container_image,
    invalid_container_mode,
    invalid_container_hostname,
    too_many_containers,
    missing_inference_mode,
    invalid_inference_mode,
    invalid_model_package_name,
    invalid_inference_specification_name,
    invalid_model_cache_setting,
    empty_multi_model_config,
    invalid_image,
    missing_repository_access_mode,
    invalid_repository_access_mode,
    invalid_repository_credentials_provider,
    private_registry_without_vpc,
    missing_repository_credentials_provider,
    invalid_model_data_url,
    invalid_s3_uri,
    incomplete_model_data_source,
    invalid_s3_data_type,
    invalid_compression_type,
    missing_accept_eula,
    invalid_channel_name,
    repeated_s3_data_source,
    too_many_additional_model_data_sources,
    missing_vpc_config_argument,
    vpc_config_size,
    invalid_vpc_id,
    invalid_environment_key,
    invalid_environment_value,
    too_many_environment_variables,
    invalid_tag,
    reserved_tag_key,
    too_many_tags,
)
