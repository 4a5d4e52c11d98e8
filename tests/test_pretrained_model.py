import copy

import pytest
from transformers import BertModel

from review_sentiment.pretrained_model import copy_weights


def test_weights_are_not_copied_into_a_network_of_other_layers(tiny_encoder):
    config = copy.deepcopy(tiny_encoder.network.config)
    config.num_hidden_layers = 1
    with pytest.raises(ValueError, match=r"do not share these weights: encoder\.layer\.1\."):
        copy_weights(tiny_encoder.network, BertModel(config))
