"""Every architecture and every pipeline there is."""

from kedro.pipeline import Pipeline

from review_sentiment.pipelines import (
    data_processing,
    exploration,
    modelling,
    pretraining,
    reporting,
    scoring,
)

# A name here and its block in conf/base/parameters_*.yml make an architecture; one with a checkpoint of its
# own takes two entries in catalogs too (see the README).
ARCHITECTURES = ("bert", "roberta")


def register_pipelines() -> dict[str, Pipeline]:
    """The pipelines by name; `__default__` is what plain `kedro run` runs."""
    from_raw_to_report = {
        "data_processing": data_processing.create_pipeline(),
        "exploration": exploration.create_pipeline(),
        "pretraining": pretraining.create_pipeline(ARCHITECTURES),
        "modelling": modelling.create_pipeline(ARCHITECTURES),
        "reporting": reporting.create_pipeline(ARCHITECTURES),
    }
    return {
        "__default__": sum(from_raw_to_report.values(), Pipeline([])),
        **from_raw_to_report,
        "scoring": scoring.create_pipeline(ARCHITECTURES),
    }
