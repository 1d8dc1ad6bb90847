//! The encodings that RTF names by numbers: code pages, and character sets of fonts.

use encoding_rs::{Encoding, WINDOWS_1252};

/// The code page of a font's character set.
pub(super) fn charset(number: i32) -> Option<i32> {
    Some(match number {
        0 => 1252,
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

/// The encoding of a code page.
pub(super) fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        437 | 850 | 1252 => return Some(WINDOWS_1252),
        866 => "ibm866".to_string(),
        874 => "windows-874".to_string(),
        932 => "shift_jis".to_string(),
        936 => "gbk".to_string(),
        949 => "euc-kr".to_string(),
        950 => "big5".to_string(),
        10_000 => "macintosh".to_string(),
        65_001 => "utf-8".to_string(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_set_has_an_encoding() {
        for number in 0..=255 {
            assert_eq!(charset(number).is_some(), charset(number).and_then(code_page).is_some(), "{number}");
        }
        assert_eq!(code_page(1251), Some(encoding_rs::WINDOWS_1251));
        assert_eq!(code_page(-1), None);
    }
}
