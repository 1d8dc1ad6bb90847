#!/usr/bin/env bash
# Whole processes, warm, median of five: against `wc -w` on the same files, a lexicon of 10,000 patterns
# against one of 100, and one whose phrases hold wildcards against itself without them.
# Beside them, where they are installed, quanteda's lookup of the same lexicon and spaCy's words of the same
# texts, once each on one thread. Prints ratios, which travel between machines; seconds do not.
# Usage: benches/processes.sh FOLDER LEXICON
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:?folder with text files}
lexicon=${2:?lexicon file}
cargo build --release --quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find "$folder" -name '*.txt' -print0 >"$work/files"

# Processor and wall seconds of a command, "user+system wall", the median by the first of five runs.
median() {
  for _ in 1 2 3 4 5; do
    /usr/bin/env bash -c 'TIMEFORMAT="%U %S %R"; time "$@" >/dev/null 2>&1' _ "$@" 2>&1 |
      awk '{ print $1 + $2, $3 }'
  done | sort -n | sed -n 3p
}

count() { LC_ALL=C.UTF-8 xargs -0 wc -w <"$work/files"; }
export work
export -f count
tag() { ./target/release/plenary tag --quiet "-j$1" --lexicon "$2" "$folder" -o "$work/tag.csv"; }
export folder
export -f tag

count >/dev/null
read -r wc_processor wc_wall < <(median bash -c count)
read -r one_processor _ < <(median bash -c 'tag 1 "$0"' "$lexicon")
read -r _ two_wall < <(median bash -c 'tag 2 "$0"' "$lexicon")
awk -v a="$one_processor" -v b="$wc_processor" -v c="$two_wall" -v d="$wc_wall" 'BEGIN {
  printf "processor time, one thread, against wc -w: %.2f (%.2f s against %.2f s)\n", a / b, a, b
  printf "wall time, two threads, against wc -w: %.2f (%.2f s against %.2f s)\n", c / d, c, d
}'

# Distinct words of the texts, drawn evenly, each a pattern of one of ten categories; every fourth ends in a
# wildcard and every other one is a phrase of two.
xargs -0 cat <"$work/files" | tr -cs '[:alpha:]' '\n' | tr '[:upper:]' '[:lower:]' | awk 'length >= 4' |
  sort | uniq -c | awk '$1 >= 5 { print $2 }' >"$work/words"
patterns() {
  awk -v n="$1" -v all="$(wc -l <"$work/words")" '
    int(NR * n / all) > taken {
      word = $1
      if (taken % 4 == 0) word = word "*"
      if (taken % 2) word = word " " before
      category[taken % 10] = category[taken % 10] "  - \"" word "\"\n"
      before = $1
      taken++
    }
    END { for (c in category) printf "c%s:\n%s", c, category[c] }' "$work/words" >"$work/$1.yml"
}
patterns 100
patterns 10000
cp "$lexicon" "$work/wildcards.yml"
printf 'wildcards:\n  - "* per cent of *"\n  - "migrant* * right*"\n  - "*tion of *s"\n  - "conflict* in *"\n' \
  >>"$work/wildcards.yml"
for name in 100 10000 wildcards; do
  read -r "time_$name" _ < <(median bash -c 'tag 1 "$0"' "$work/$name.yml")
done
awk -v a="$time_10000" -v b="$time_100" -v c="$time_wildcards" -v d="$one_processor" 'BEGIN {
  printf "10,000 patterns against 100, processor time: %.2f (%.2f s against %.2f s)\n", a / b, a, b
  printf "with wildcards in phrases against without: %.2f (%.2f s against %.2f s)\n", c / d, c, d
}'

# Processor seconds of one run of a command.
once() { TIMEFORMAT='%U %S' && { time "$@" >/dev/null; } 2>&1 | tail -1 | awk '{ print $1 + $2 }'; }
tr '\0' '\n' <"$work/files" >"$work/list"
if Rscript -e 'library(quanteda)' >/dev/null 2>&1; then
  peer=$(once Rscript benches/quanteda.R "$work/list" "$lexicon" "$work/quanteda.csv")
  awk -v a="$peer" -v b="$one_processor" 'BEGIN { printf "quanteda against plenary, one thread: %.1f\n", a / b }'
else
  echo "quanteda is not installed: left out"
fi
if python3 -c 'import spacy' >/dev/null 2>&1; then
  peer=$(once python3 benches/words_by_spacy.py "$work/list")
  awk -v a="$peer" -v b="$one_processor" 'BEGIN { printf "words by spaCy against plenary, one thread: %.1f\n", a / b }'
else
  echo "spaCy is not installed: left out"
fi
