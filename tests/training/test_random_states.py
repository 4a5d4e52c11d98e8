import random

import numpy as np
import torch

from review_sentiment.training import random_states


def test_all_random_generators_are_put_back(tmp_path):
    torch.save(random_states.get_random_states(), tmp_path / "states")
    expected = random.random(), np.random.rand(), torch.rand(1)
    random_states.set_random_states(torch.load(tmp_path / "states", weights_only=True))
    assert (random.random(), np.random.rand(), torch.rand(1)) == expected
