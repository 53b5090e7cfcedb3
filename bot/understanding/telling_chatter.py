"""What tells people chatting with each other from people asking us something: a weight a number of a vector.

Training phrases are all questions and needs. To a model that knows nothing else, what friends say of
their weekend is nearest to one of them, and would be answered.
"""

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.meaning import Vector

TO_CALIBRATE = 15
"""One in so many chats is not learned from, and calibrates."""
_STRENGTH = 10.0
_STEPS = 200


def learn_chatter(ours: Vector, chatter: Vector) -> Vector:
    """The weights and, last, the bias; nothing where there is nothing to tell apart. A row a text."""
    if not len(ours) or not len(chatter) or not ours.shape[1]:
        return np.zeros(0, dtype=np.float32)
    is_chatter = np.repeat([False, True], [len(ours), len(chatter)])
    fitted = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=_STEPS).fit(
        np.concatenate([ours, chatter]), is_chatter
    )
    return np.append(fitted.coef_[0], fitted.intercept_[0]).astype(np.float32)
