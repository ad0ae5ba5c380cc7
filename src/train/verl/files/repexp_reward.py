"""The rewards of reward.py within verl's rep_exp recipe (custom_reward_function.path names this file).

The recipe's own manager of rewards does not use a custom reward function: it always takes its own, which knows the paper's
data sets only. The one that is registered here does, and has a batch's responses judged together instead of one after the other.
"""

import concurrent.futures
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from rep_exp.reward_manager.elliptical_reward_manager import EllipticalRewardManager  # noqa: E402
from reward import compute_score  # noqa: E402
from verl.workers.reward_manager import register  # noqa: E402

__all__ = ["compute_score"]

# Responses that are asked about at the same time; how many are verified at once is the judge's to say.
ASKED_AT_ONCE = 256


@register("explore_solutions")
class ExploreSolutionsRewardManager(EllipticalRewardManager):
    """The recipe's manager of rewards with the workspaces' verifiers for what is correct."""

    def __init__(self, tokenizer, num_examine, compute_score=None, **options):
        super().__init__(tokenizer, num_examine, compute_score, **options)
        self.verify = compute_score

    def __call__(self, data, return_dict=False):
        asked = {}
        for index in range(len(data)):
            question = self._question(data[index])
            asked[question["ground_truth"], question["solution_str"]] = question
        with concurrent.futures.ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
            scores = dict(zip(asked, pool.map(lambda question: self.verify(**question), asked.values())))
        self.compute_score = lambda **question: scores[question["ground_truth"], question["solution_str"]]
        return super().__call__(data, return_dict)

    def _question(self, item):
        """As verl's NaiveRewardManager, which the recipe's one is, takes a row apart."""
        response_mask = item.batch["attention_mask"][item.batch["prompts"].shape[-1] :]
        response = item.batch["responses"][: response_mask.sum()]
        return {
            "data_source": item.non_tensor_batch[self.reward_fn_key],
            "solution_str": self.tokenizer.decode(response, skip_special_tokens=True),
            "ground_truth": item.non_tensor_batch["reward_model"]["ground_truth"],
            "extra_info": item.non_tensor_batch.get("extra_info", {}),
        }
