"""Words alone, by spaCy's rules for English: python3 benches/words_by_spacy.py FILE_LIST"""

import sys
from pathlib import Path

import spacy

files = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
texts = (Path(file).read_text(encoding="utf-8", errors="replace") for file in files)
print(sum(len(words) for words in spacy.blank("en").tokenizer.pipe(texts)))
