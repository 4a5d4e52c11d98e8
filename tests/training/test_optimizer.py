from review_sentiment.training.optimizer import decay_groups


def test_biases_and_layer_norms_do_not_decay(tiny_encoder):
    network = tiny_encoder.network
    decaying, free = decay_groups(network, 0.01)
    assert (decaying["weight_decay"], free["weight_decay"]) == (0.01, 0.0)
    names = {id(weight): name for name, weight in network.named_parameters()}

    def is_exempt(weight):
        return names[id(weight)].endswith("bias") or "LayerNorm" in names[id(weight)]

    assert free["params"]
    assert all(map(is_exempt, free["params"]))
    assert not any(map(is_exempt, decaying["params"]))
    assert len(decaying["params"]) + len(free["params"]) == len(names)
