"""The words that negate."""

NEGATIONS = (
    "not", "no", "never", "without", "nothing", "none", "nobody", "nowhere", "neither", "nor",
    "cannot", "hardly", "barely", "scarcely",
)  # fmt: skip
"""in lower case, where the parameters don't name others; a word that ends in n't is one besides"""

CONTRACTIONS = (
    "aint", "arent", "cant", "couldnt", "didnt", "doesnt", "dont", "hadnt", "hasnt", "havent", "isnt",
    "shouldnt", "wasnt", "werent", "wont", "wouldnt",
)  # fmt: skip
"""as they are written without an apostrophe"""
