"""A prebuilt image names a repository that does not exist.

The data source accepts only the names of its own list, in lower case, and `terraform validate`
rejects any other. The rule uses the names of hashicorp/aws 5.100.0, which are the same in 6.69.1.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/sagemaker_prebuilt_ecr_image>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, PrebuiltImage, Problem, Severity, rule
from tflint_sagemaker.api.images import read_prebuilt_images
from tflint_sagemaker.api.text import find_similar, shorten

BAD = Example(
    "`KMeans` is not a repository of prebuilt images.",
    """
    data "aws_sagemaker_prebuilt_ecr_image" "clusters" {
      repository_name = "KMeans" # SM305
    }

    resource "aws_sagemaker_model" "clusters" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image          = data.aws_sagemaker_prebuilt_ecr_image.clusters.registry_path
        model_data_url = "s3://models/clusters/model.tar.gz"
      }
    }
    """,
)

GOOD = Example(
    "The repository is spelled in lower case.",
    """
    data "aws_sagemaker_prebuilt_ecr_image" "clusters" {
      repository_name = "kmeans"
    }

    resource "aws_sagemaker_model" "clusters" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image          = data.aws_sagemaker_prebuilt_ecr_image.clusters.registry_path
        model_data_url = "s3://models/clusters/model.tar.gz"
      }
    }
    """,
)


@rule("SM305", Severity.ERROR, on=PrebuiltImage, structural=True)
def check(image: PrebuiltImage) -> Iterator[Problem]:
    """Yield the repository name if no registry has it."""
    given = image.repository_name
    name = given.text if given else None
    known = read_prebuilt_images().accounts
    if given is None or name is None or name in known:
        return
    guess = find_similar(name, known)
    yield Problem(
        given.span,
        f"`{shorten(name)}` is not a repository of prebuilt images",
        hint=f"did you mean `{guess}`?" if guess else None,
        related=given.related,
    )
