import subprocess
import sys

import pandas as pd
from kedro.io import DataCatalog, MemoryDataset
from kedro.runner import SequentialRunner
from matplotlib.figure import Figure

from review_sentiment.pipelines.exploration import create_pipeline
from review_sentiment.pipelines.exploration.params import ExamplesParams, WordsParams

TABLES = {"review_sizes", "review_profile", "review_examples", "word_statistics"}
FIGURES = {"class_balance", "review_lengths", "frequent_words", "telling_words"}


def fill_catalog():
    reviews = pd.DataFrame(
        {
            "review_id": ["1", "2", "3", "4"],
            "review": ["Good film", "Bad film", "Good", "Unseen"],
            "sentiment": ["positive", "negative", "positive", "negative"],
        }
    )
    data = {
        "reviews": reviews,
        "train_reviews": reviews[:2],
        "validation_reviews": reviews[2:3],
        "test_reviews": reviews[3:],
        "removed_reviews": pd.DataFrame({"reason": ["duplicate"], "reviews": [1]}),
        "params:words": WordsParams(min_count=1),
        "params:examples": ExamplesParams(per_class=1),
    }
    return DataCatalog({name: MemoryDataset(value) for name, value in data.items()})


def test_the_pipeline_reads_reviews_and_gives_tables_and_figures():
    pipeline = create_pipeline()
    assert pipeline.inputs() == set(fill_catalog().keys())
    assert pipeline.all_outputs() == TABLES | FIGURES


def test_the_words_are_those_of_the_training_split_alone():
    catalog = fill_catalog()
    SequentialRunner().run(create_pipeline().to_outputs("word_statistics"), catalog)
    statistics = catalog.load("word_statistics")
    assert list(statistics["word"]) == ["film", "bad", "good"]
    assert list(statistics["positive"]) == [1, 0, 1]


def test_the_pipeline_runs_from_end_to_end():
    catalog = fill_catalog()
    SequentialRunner().run(create_pipeline(), catalog)
    assert list(catalog.load("review_profile")["reviews"]) == [2, 1, 1, 4, 1]
    assert list(catalog.load("review_examples")["review"]) == ["Bad film", "Good film"]
    assert {type(catalog.load(name)) for name in FIGURES} == {Figure}


def test_nothing_that_draws_or_trains_is_imported_to_list_the_nodes():
    code = """
import sys
from review_sentiment.pipelines.exploration import create_pipeline
create_pipeline()
heavy = ("matplotlib", "seaborn", "scipy", "sklearn", "torch", "transformers")
print([name for name in heavy if name in sys.modules])
"""
    listed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert listed.stdout.strip() == "[]"
