import pytest
from kedro.pipeline import Node, Pipeline
from pydantic import BaseModel, Field, model_validator

from review_sentiment.annotations import Seed
from review_sentiment.hooks.parameter_check import find_parameter_errors
from review_sentiment.pipeline_registry import register_pipelines


class CookingParams(BaseModel, extra="forbid", frozen=True):
    minutes: int = Field(ge=1)
    heat: str | int = "low"

    @model_validator(mode="after")
    def refuse_to_burn(self):
        if self.minutes > 60 and self.heat == "high":
            raise ValueError("an hour of high heat burns it")
        return self


def cook(dish: str, cooking: CookingParams, seed: Seed) -> str:
    return f"{dish} {cooking} {seed}"


@pytest.fixture
def pipelines():
    node = Node(cook, inputs=["dish", "params:cooking", "params:seed"], outputs="meal", name="cook")
    lane = Pipeline([node], namespace="soup", inputs="dish", parameters="params:seed")
    return {"__default__": lane, "cooking": lane}


def check(pipelines, seed=0, **groups):
    return find_parameter_errors({"soup": {"cooking": {"minutes": 5}}, "seed": seed} | groups, pipelines)


def test_right_parameters_give_no_line(pipelines):
    assert check(pipelines) == []


def test_an_unknown_root_is_named_with_the_closest_known_one(pipelines):
    assert check(pipelines, suop={"cooking": {"minutes": 5}}) == ["  suop is unknown; did you mean soup?"]


def test_an_unknown_root_like_no_other_is_named_with_all_there_are(pipelines):
    assert check(pipelines, x=1) == ["  x is unknown; there are seed, soup"]


def test_an_unknown_group_is_named_with_the_closest_of_its_siblings(pipelines):
    soup = {"cooking": {"minutes": 5}, "coking": {"minutes": 5}}
    assert check(pipelines, soup=soup) == ["  soup.coking is unknown; did you mean cooking?"]


def test_an_unknown_key_of_a_group_is_named_with_the_closest_field(pipelines):
    soup = {"cooking": {"minutes": 5, "minute": 6}}
    assert check(pipelines, soup=soup) == ["  soup.cooking.minute is unknown; did you mean minutes?"]


def test_a_wrong_value_is_named_with_its_key_and_what_is_allowed(pipelines):
    expected = ["  soup.cooking.minutes is 0: input should be greater than or equal to 1"]
    assert check(pipelines, soup={"cooking": {"minutes": 0}}) == expected


def test_values_that_do_not_go_together_are_told_of_in_the_model_s_words(pipelines):
    [line] = check(pipelines, soup={"cooking": {"minutes": 61, "heat": "high"}})
    assert line == "  soup.cooking is {'minutes': 61, 'heat': 'high'}: an hour of high heat burns it"


def test_a_wrong_value_of_two_possible_types_is_named_by_its_own_key(pipelines):
    lines = check(pipelines, soup={"cooking": {"minutes": 5, "heat": 1.5}})
    assert lines
    assert {line.split(" is ")[0] for line in lines} == {"  soup.cooking.heat"}


@pytest.mark.parametrize("seed", ["abc", "3", 3.0, True])  # NumPy takes none of them for a seed
def test_a_wrong_value_of_a_plain_parameter_is_found_too(pipelines, seed):
    [line] = check(pipelines, seed=seed)
    assert line.startswith(f"  seed is {seed!r}: input should be a valid integer")


def test_a_missing_group_is_named(pipelines):
    assert check(pipelines, soup={}) == ["  soup.cooking is missing"]


def test_a_group_that_is_no_mapping_is_refused(pipelines):
    assert check(pipelines, soup=3) == ["  soup.cooking is missing"]
    [line] = check(pipelines, soup={"cooking": 3})
    assert line.startswith("  soup.cooking is 3: input should be a valid dictionary")


def test_all_that_is_wrong_is_told_at_once_the_unknown_first(pipelines):
    assert find_parameter_errors({"soup": {"cooking": {"minutes": 0, "x": 1}}, "sed": 1}, pipelines) == [
        "  sed is unknown; did you mean seed?",
        "  seed is missing",
        "  soup.cooking.minutes is 0: input should be greater than or equal to 1",
        "  soup.cooking.x is unknown; there are heat, minutes",
    ]


def test_parameters_of_the_project_are_checked_by_architecture():
    lines = find_parameter_errors({"bert": {"training": {"epochs": 0}}}, register_pipelines())
    assert "  bert.training.epochs is 0: input should be greater than or equal to 1" in lines
    assert "  roberta.training is missing" in lines
