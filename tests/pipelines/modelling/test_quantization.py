import torch

from review_sentiment.pipelines.modelling.quantization import quantize_rows


def assert_quantized(rows, values, zero_points, scales):
    found = quantize_rows(torch.tensor(rows))
    assert found.values.dtype == found.zero_point.dtype == torch.uint8
    assert found.values.tolist() == values
    assert found.zero_point.tolist() == zero_points
    torch.testing.assert_close(found.scale, torch.tensor(scales))


def test_each_row_has_its_own_256_steps_from_its_smallest_weight_to_its_largest():
    # from -1.0 to 1.55, 0.01 a step: 0 is step 100; from 0 to 510, 2 a step: 0 is step 0, 3.2 between two
    rows = [[-1.0, 1.55, 0.252], [510.0, 3.2, 0.0]]
    assert_quantized(rows, [[0, 255, 125], [255, 2, 0]], [[100], [0]], [[0.01], [2.0]])


def test_weights_of_one_sign_keep_their_0():
    # from -2.55 to 0: the largest is not -1
    assert_quantized([[-2.55, -1.0]], [[0, 155]], [[255]], [[0.01]])


def test_a_row_of_zeros_stays_one():
    values, zero_point, scale = quantize_rows(torch.zeros(1, 2))
    assert torch.equal((values.float() - zero_point) * scale, torch.zeros(1, 2))
