FROM python:3.12-slim AS build
COPY . /source
RUN python -m venv /opt/tflint-sagemaker \
    && /opt/tflint-sagemaker/bin/pip install --no-cache-dir /source

FROM python:3.12-slim
COPY --from=build /opt/tflint-sagemaker /opt/tflint-sagemaker
RUN useradd --create-home --uid 1000 linter
USER linter
WORKDIR /src
ENTRYPOINT ["/opt/tflint-sagemaker/bin/tflint-sagemaker"]
CMD ["check"]
