import pandas as pd

from review_sentiment.pipelines.reporting.attention_measures.polarity import pick_words


def test_the_most_telling_words_of_each_class_without_stop_words_and_negations():
    scores = {
        "the": 9,
        "great": 3,
        "warm": 2,
        "fine": 1,
        "not": -9,
        "dull": -2,
        "don't": -8,
        "bad": -3,
        "odd": -1,
    }
    statistics = pd.DataFrame({"word": list(scores), "z_score": list(scores.values())})
    assert pick_words(statistics, 2, {"not"}) == {"great", "warm", "dull", "bad"}
    assert pick_words(statistics, 50, {"not", "odd"}) == {"great", "warm", "fine", "dull", "bad"}
