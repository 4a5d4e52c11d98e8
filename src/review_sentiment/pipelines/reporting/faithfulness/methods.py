"""The explanations by name."""

ATTENTION_METHODS = ("attention_last", "attention_mean", "rollout", "norm_weighted")
METHODS = (*ATTENTION_METHODS, "gradient_x_input", "integrated_gradients", "leave_one_out", "random")

CONTROL_METHODS = ("attention_last", "rollout")
"""what of an untrained network's attention is put to the test, as a control"""

OPERATORS = ("deletion", "masking")
"""how tokens are taken away: cut out, or replaced by the mask token"""
MEASURES = ("comprehensiveness", "sufficiency")

TRAINED, RANDOM_WEIGHTS = "trained", "random_weights"
"""whose attention it is"""
