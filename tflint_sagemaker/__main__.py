"""`python -m tflint_sagemaker`."""

from tflint_sagemaker.cli import main

if __name__ == "__main__":
    main()
