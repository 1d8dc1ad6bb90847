//! A small PDF, written by hand, for tests.

use std::fmt::Write;

/// A line of type: font (`R` roman, `B` bold, `I` italic), size, left end and baseline in points from the
/// lower left corner, words.
pub type Line<'l> = (char, u32, u32, u32, &'l str);

/// A PDF of pages of 612 by 792 points.
pub fn pdf(pages: &[Vec<Line>]) -> Vec<u8> {
    let n = pages.len();
    let kids: String = (0..n).map(|page| format!("{} 0 R ", 6 + 2 * page)).collect();
    let font = |name: &str| {
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
    };
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {n} >>"),
        font("Times-Roman"),
        font("Times-Bold"),
        font("Times-Italic"),
    ];
    for (number, lines) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R /Resources << /Font << /R 3 0 R /B 4 0 R /I 5 0 R >> >> >>",
            7 + 2 * number
        ));
        let mut drawn = String::from("BT ");
        for (font, size, left, baseline, words) in lines {
            let words = words.replace('(', "\\(").replace(')', "\\)");
            let _ = write!(drawn, "/{font} {size} Tf 1 0 0 1 {left} {baseline} Tm ({words}) Tj ");
        }
        drawn.push_str("ET");
        objects.push(format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()));
    }
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let table = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ =
        write!(file, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}
