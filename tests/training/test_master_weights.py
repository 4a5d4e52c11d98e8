import torch

from review_sentiment.training.master_weights import MasterWeightAdamW


def test_steps_too_small_for_bfloat16_add_up():
    weight = torch.nn.Parameter(torch.ones(1, dtype=torch.bfloat16))
    plain = torch.nn.Parameter(torch.ones(1, dtype=torch.bfloat16))
    ours = MasterWeightAdamW([{"params": [weight]}], lr=1e-3, weight_decay=0.0)
    stock = torch.optim.AdamW([plain], lr=1e-3, weight_decay=0.0)
    for _ in range(16):
        for parameter, optimizer in ((weight, ours), (plain, stock)):
            parameter.sum().backward()
            optimizer.step()
            optimizer.zero_grad()
    # with a constant gradient, AdamW moves by the learning rate: 1 - 16 * 0.001 = 0.984
    master = ours.param_groups[0]["params"][0]
    torch.testing.assert_close(master, torch.tensor([0.984]), atol=1e-5, rtol=0)
    assert weight.item() == torch.tensor(0.984).bfloat16().item()
    assert plain.item() == 1.0  # bfloat16 has no number between 0.996 and 1


def test_it_moves_float32_weights_exactly_as_adamw_does():
    torch.manual_seed(0)
    weight = torch.nn.Parameter(torch.randn(3, 3))
    twin = torch.nn.Parameter(weight.detach().clone())
    ours = MasterWeightAdamW([{"params": [weight], "weight_decay": 0.1}], lr=0.01)
    stock = torch.optim.AdamW([twin], lr=0.01, weight_decay=0.1)
    for step in range(3):
        for parameter, optimizer in ((weight, ours), (twin, stock)):
            (parameter.pow(3).sum() * (step + 1)).backward()
            optimizer.step()
            optimizer.zero_grad()
    torch.testing.assert_close(weight, twin, rtol=0, atol=0)


def test_gradients_of_several_backward_passes_add_up_in_float32():
    weight = torch.nn.Parameter(torch.ones(2, dtype=torch.bfloat16))
    optimizer = MasterWeightAdamW([{"params": [weight]}], lr=1e-3)
    for _ in range(3):
        (weight * 0.5).sum().backward()
    master = optimizer.param_groups[0]["params"][0]
    assert master.grad.tolist() == [1.5, 1.5]
    assert master.grad.dtype == torch.float32
    assert weight.grad is None


def test_after_the_training_gradients_stay_with_the_weights():
    weight = torch.nn.Parameter(torch.ones(2, dtype=torch.bfloat16))
    optimizer = MasterWeightAdamW([{"params": [weight]}], lr=1e-3)
    optimizer.release()
    (weight * 0.5).sum().backward()
    assert weight.grad.tolist() == [0.5, 0.5]


def test_a_restored_optimizer_goes_on_from_its_masters_not_from_rounded_weights():
    weight = torch.nn.Parameter(torch.ones(1, dtype=torch.bfloat16))
    optimizer = MasterWeightAdamW([{"params": [weight]}], lr=1e-3, weight_decay=0.0)
    weight.sum().backward()
    optimizer.step()
    state = optimizer.state_dict()
    twin = torch.nn.Parameter(weight.detach().clone())  # 0.999, rounded to 1
    restored = MasterWeightAdamW([{"params": [twin]}], lr=1e-3, weight_decay=0.0)
    restored.load_state_dict(state)
    master = restored.param_groups[0]["params"][0]
    torch.testing.assert_close(master, torch.tensor([0.999]), atol=1e-6, rtol=0)
    assert master is not state["masters"][0]
