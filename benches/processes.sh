#!/usr/bin/env bash
# Whole processes against `wc -w` on the same files, warm, median of five: processor time on one thread,
# wall time on two. Prints ratios, which travel between machines; seconds do not.
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
tag() { ./target/release/plenary tag --quiet "-j$1" --lexicon "$lexicon" "$folder" -o "$work/tag.csv"; }
export lexicon folder
export -f tag

count >/dev/null
read -r wc_processor wc_wall < <(median bash -c count)
read -r one_processor _ < <(median bash -c 'tag 1')
read -r _ two_wall < <(median bash -c 'tag 2')
awk -v a="$one_processor" -v b="$wc_processor" -v c="$two_wall" -v d="$wc_wall" 'BEGIN {
  printf "processor time, one thread, against wc -w: %.2f (%.2f s against %.2f s)\n", a / b, a, b
  printf "wall time, two threads, against wc -w: %.2f (%.2f s against %.2f s)\n", c / d, c, d
}'
