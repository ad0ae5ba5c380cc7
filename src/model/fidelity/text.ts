import type { Prompt } from '../../core/domain.js';

/** What a model is tried with: of the kind that it will be used for, and long enough to show its activations. */
export const sampleQuestion: Prompt = {
  messages: [
    {
      role: 'user',
      content: `Complete this Python module. Only code, please.

import re
from collections import Counter

WORD = re.compile(r"[A-Za-z']+")

class Index:
    """Counts words of documents, and finds the documents that have them."""

    def __init__(self, limit=1000):
        self.limit, self.documents, self.counts = limit, {}, Counter()

    def add(self, key, text):
        words = [word.lower() for word in WORD.findall(text)]
        if len(words) > self.limit:
            raise ValueError(f"{key} has {len(words)} words, more than {self.limit}")
        for word in set(words):
            self.documents.setdefault(word, set()).add(key)
        self.counts.update(words)

    def most_common(self, n): # the n most frequent words, 3 by default?
`,
    },
  ],
  answerPrefix: '```python\n',
  stopStrings: [],
};
