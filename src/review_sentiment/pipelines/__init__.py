"""The pipelines, one a folder; `pipeline_registry.py` puts them together."""
