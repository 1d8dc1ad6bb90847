//! Words of scripts that put no spaces between them: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
//!
//! They are found by the dictionaries of ICU, as quanteda finds them.

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

/// Where the words of a run of such letters end, in bytes.
pub(super) fn ends(run: &str) -> impl Iterator<Item = usize> {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    segmenter.segment_str(run).filter(|end| *end > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_cut_into_words() {
        for (run, expected) in [("移民和难民", vec!["移民", "和", "难民"]), ("ภาษาไทย", vec!["ภาษา", "ไทย"])]
        {
            let mut start = 0;
            let mut word = |end| &run[std::mem::replace(&mut start, end)..end];
            assert_eq!(ends(run).map(&mut word).collect::<Vec<_>>(), expected);
        }
    }
}
