import base64
from dataclasses import replace

import numpy as np
import pytest
from hostile import HOSTILE_TOKENS, random_attention

from review_sentiment.pipelines.reporting.page.attention_data import (
    count_bytes,
    encode,
    encode_review,
    find_most_weights,
    fit,
    make_title,
    quantise,
)


def decode(review):
    """The weights of an encoded review, as the page's script decodes them."""
    shape = review["layers"], review["heads"], len(review["tokens"])
    scales = np.frombuffer(base64.b64decode(review["scales"]), "<u2").reshape(*shape, 1)
    values = np.frombuffer(base64.b64decode(review["values"]), "u1").reshape(*shape, review["kept"])
    weights = values / 255 * (scales / 65535)
    if not review["places"]:
        return weights
    kind = "u1" if shape[-1] <= 256 else "<u2"
    places = np.frombuffer(base64.b64decode(review["places"]), kind).reshape(values.shape)
    whole = np.zeros((*shape, shape[-1]))
    np.put_along_axis(whole, places.astype(int), weights, axis=-1)
    return whole


def test_weights_are_stored_in_steps_of_the_largest_of_their_row():
    # 0.6 x 65,535 = 39,321; 0.2 is a third of 0.6, and a third of 255 is 85. 0.25 x 65,535 = 16,383.75.
    rows = np.array([[0.6, 0.2, 0.2, 0.0], [0.0, 0.0, 1.0, 0.0], [0.25, 0.25, 0.25, 0.25]])
    scales, values = quantise(rows)
    assert scales.tolist() == [39_321, 65_535, 16_384]
    assert values.tolist() == [[255, 85, 85, 0], [0, 0, 255, 0], [255, 255, 255, 255]]


def test_a_short_review_keeps_all_weights_within_the_step_that_the_page_names():
    attention = random_attention(2, 3, 40)
    review = encode_review(attention, most=40)
    assert (review["places"], review["kept"]) == ("", 40)
    assert review["share"] == pytest.approx(1)
    errors = np.abs(decode(review) - attention.weights)
    assert (errors <= attention.weights.max(axis=-1, keepdims=True) / 510 + 1e-5).all()


@pytest.mark.parametrize(("label", "said"), [(None, ""), (0, "negative"), (1, "positive")])
def test_a_label_that_is_known_is_said(label, said):
    assert encode_review(replace(random_attention(1, 1, 4), label=label), most=4)["label"] == said


@pytest.mark.parametrize("length", [256, 257, 300])  # places of one byte, of two
def test_a_long_review_keeps_the_strongest_weights_of_each_row_in_their_places(length):
    attention = random_attention(1, 2, length)
    review = encode_review(attention, most=5)
    strongest = np.sort(attention.weights, axis=-1)[..., -5:]
    found = decode(review)
    assert ((found > 0).sum(axis=-1) <= 5).all()
    assert np.abs(np.sort(found, axis=-1)[..., -5:] - strongest).max() < 0.002
    # several may be equally large once they are rounded, so any of them may come first
    largest = np.take_along_axis(attention.weights, found.argmax(axis=-1)[..., None], axis=-1)[..., 0]
    assert (largest >= 0.99 * attention.weights.max(axis=-1)).all()
    assert review["share"] == pytest.approx(strongest.sum(axis=-1).mean(), abs=1e-6)


def test_the_size_is_that_of_the_text():
    for length, most in ((4, 4), (4, 2), (300, 3)):
        attention = random_attention(3, 2, length)
        review = encode_review(attention, most)
        written = sum(len(review[name]) for name in ("scales", "values", "places"))
        assert written == pytest.approx(count_bytes(attention, most), abs=8)  # base64 fills up to 4


def test_the_budget_says_how_many_weights_a_row_are_kept():
    # A row of 10 tokens takes 2 bytes, 1 for each weight if all are there, else 2; all by 4 / 3 for base64.
    review = random_attention(1, 1, 10)
    assert count_bytes(review, 10) == pytest.approx(4 / 3 * 10 * 12)
    assert count_bytes(review, 3) == pytest.approx(4 / 3 * 10 * 8)
    assert find_most_weights([review], 160) == 10
    assert find_most_weights([review], 159) == 4  # 2 + 2 x 4 bytes a row are 133, 2 + 2 x 5 are 160
    assert find_most_weights([review], 1) == 1


def test_where_too_few_weights_would_fit_the_longest_reviews_are_left_out():
    short, long = random_attention(1, 1, 10), random_attention(1, 1, 100)
    attentions = {"a": [short, long], "b": [short, long]}
    # 100 rows of 2 + 20 bytes are 2,933 in base64, and 10 rows of 2 + 10 bytes 160
    assert fit(attentions, budget=6_187, fewest=10) == (attentions, 0)
    assert fit(attentions, budget=6_186, fewest=10) == ({"a": [short], "b": [short]}, 1)


def test_the_first_review_stays_and_of_equally_long_ones_the_last_goes():
    first, second, third = (
        random_attention(1, 1, 100, tuple(f"{name}{i}" for i in range(100))) for name in "xyz"
    )
    attentions = {"a": [first, second, third], "b": [first, second, third]}
    two = {"a": [first, second], "b": [first, second]}
    assert fit(attentions, budget=4 * 2_934, fewest=10) == (two, 1)
    assert fit(attentions, budget=1, fewest=10) == ({"a": [first], "b": [first]}, 2)


def test_the_last_review_stays_however_large_it_is():
    long = random_attention(1, 1, 100)
    assert fit({"a": [long]}, budget=1, fewest=10) == ({"a": [long]}, 0)


def test_all_architectures_are_there_with_the_names_of_their_heads():
    data = encode({"x": [random_attention(1, 2, 3)], "y": []}, 1e6, 8, {"x": [["broad", "next token"]]})
    assert [one["name"] for one in data["architectures"]] == ["x"]
    assert data["architectures"][0]["heads"] == [["broad", "next token"]]
    assert data["left_out"] == 0


def test_what_cannot_be_seen_in_a_token_is_shown_as_a_sign():
    attention = random_attention(1, 1, 6, HOSTILE_TOKENS)
    assert encode_review(attention, 6)["tokens"][4] == '"\u2028\N{SYMBOL FOR BELL}'


def test_a_title_is_the_beginning_of_the_review():
    assert make_title("unlikely,\n but  good") == "unlikely, but good"
    assert make_title("word " * 30) == "word " * 14 + "…"  # 70 characters of it
    assert make_title("") == ""
