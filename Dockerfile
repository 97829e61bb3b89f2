FROM python:3.12-slim AS build
COPY . /source
RUN python -m venv /opt/tflint-sagemaker \
    && /opt/tflint-sagemaker/bin/pip install --no-cache-dir '/source[re2]'

FROM python:3.12-slim
# The image has no compiled standard library, and who may not write it would compile it at each run:
# https://github.com/docker-library/python/issues/615
RUN python -m compileall -q -x '/(site-packages|idlelib|lib2to3|turtledemo)/' /usr/local/lib/python3.12
COPY --from=build /opt/tflint-sagemaker /opt/tflint-sagemaker
RUN useradd --create-home --uid 1000 linter
USER linter
WORKDIR /src
ENTRYPOINT ["/opt/tflint-sagemaker/bin/tflint-sagemaker"]
CMD ["check"]
