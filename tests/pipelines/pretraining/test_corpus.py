import torch

from review_sentiment.pipelines.pretraining.corpus import Corpus, hold_out
from review_sentiment.pipelines.pretraining.params import MaskedLanguageModelParams

TEXTS = ["The cast was dull.", "The plot was weak.", "The music was funny.", "The ending was awful."]


def test_held_out_masks_stay_the_same_where_those_to_train_on_are_drawn_anew(tiny_encoder):
    recipe = MaskedLanguageModelParams(masking="dynamic", held_out_fraction=0.5)
    corpus = Corpus.of(TEXTS, tiny_encoder.tokenizer, recipe, seed=0)
    assert [len(part.sequences) for part in (corpus.train, corpus.held_out)] == [2, 2]
    texts = {tuple(part.sequences[index]) for part in (corpus.train, corpus.held_out) for index in (0, 1)}
    assert len(texts) == 4
    drawn = [
        {tuple(part[epoch, 0][0].tolist()) for epoch in range(9)} for part in (corpus.held_out, corpus.train)
    ]
    assert len(drawn[0]) == 1
    assert len(drawn[1]) > 1
    assert torch.equal(corpus.held_out[0, 1][0], corpus.held_out[7, 1][0])


def test_held_out_texts_are_drawn_by_the_seed_and_leave_some():
    texts = [str(number) for number in range(50)]
    train, held_out = hold_out(texts, 0.1, seed=0)
    assert len(held_out) == 5
    assert sorted([*train, *held_out], key=int) == texts
    assert (train, held_out) == hold_out(texts, 0.1, seed=0) != hold_out(texts, 0.1, seed=1)
    assert [len(part) for part in hold_out(texts[:2], 0.01, seed=0)] == [1, 1]
    assert [len(part) for part in hold_out(texts[:2], 0.99, seed=0)] == [1, 1]
