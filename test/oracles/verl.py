"""An export for verl as Python's libraries read it: with datasets as verl's RLHFDataset does, with pandas and with pyarrow, and
its prompts as transformers writes them (a sandboxed Jinja environment, utils/chat_template_utils.py).

usage: verl.py FOLDER CACHE
needs: test/python/requirements.txt
"""
import json
import sys
from pathlib import Path

import datasets
import pandas
import pyarrow.parquet
import yaml
from jinja2.sandbox import ImmutableSandboxedEnvironment

folder = Path(sys.argv[1])
config = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
template = environment.from_string(config["data"]["apply_chat_template_kwargs"]["chat_template"])


def plain(value):
    """pandas has lists as arrays of NumPy."""
    return value.tolist() if hasattr(value, "tolist") else value


def read(split):
    file = str(folder / f"{split}.parquet")
    rows = datasets.load_dataset("parquet", data_files=file, cache_dir=sys.argv[2])["train"]
    frame = pandas.read_parquet(file)
    return {
        "rows": list(rows),
        "pandas": [{name: plain(value) for name, value in row.items()} for row in frame.to_dict("records")],
        "types": {field.name: str(field.type) for field in pyarrow.parquet.read_schema(file)},
        "prompts": [template.render(messages=row["prompt"], add_generation_prompt=True) for row in rows],
    }


# verl renders a message without anything to find the template's own system prompt (utils/chat_template.py).
empty = template.render(messages=[{}], add_generation_prompt=False)
print(json.dumps({"empty": empty, **{split: read(split) for split in ("train", "test")}}))
