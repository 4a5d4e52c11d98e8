"""The explanations by name."""

TITLES = {
    "attention_last": "attention, last layer",
    "attention_mean": "attention, all layers",
    "rollout": "attention rollout",
    "norm_weighted": "attention x value norms",
    "gradient_x_input": "gradient x input",
    "integrated_gradients": "integrated gradients",
    "leave_one_out": "leave-one-out",
    "random": "random ranking",
}
METHODS = tuple(TITLES)
ATTENTION_METHODS = ("attention_last", "attention_mean", "rollout", "norm_weighted")

CONTROL_METHODS = ("attention_last", "rollout")
"""what of an untrained network's attention is put to the test, as a control"""

OPERATORS = ("deletion", "masking")
"""how tokens are taken away: cut out, or replaced by the mask token"""
SIGNS = {"comprehensiveness": 1, "sufficiency": -1}
"""of each measure: high comprehensiveness is good, and low sufficiency"""
MEASURES = tuple(SIGNS)

TRAINED, RANDOM_WEIGHTS = "trained", "random_weights"
"""whose attention it is"""
