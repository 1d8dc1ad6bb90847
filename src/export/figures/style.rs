//! Colours and patterns: those of Okabe and Ito (2008), which people of any colour vision tell apart, in an
//! order in which neighbours also differ in lightness, and details of a class by their pattern.

use super::svg::Svg;

/// The colours of classes, in the order of the question; then they repeat.
const CLASSES: [&str; 6] = ["#000000", "#56B4E9", "#0072B2", "#F0E442", "#D55E00", "#CC79A7"];
/// Where there is no class.
const NO_CLASS: [&str; 2] = ["#FFFFFF", "#8C8C8C"];
/// The colours of groups.
pub const GROUPS: [&str; 6] = ["#0072B2", "#E69F00", "#009E73", "#000000", "#CC79A7", "#D55E00"];
/// From none to all.
pub const STEPS: [&str; 6] = ["#FFFFFF", "#DCEBF5", "#A6CDE6", "#5FA4D0", "#2171A8", "#08335C"];
/// Where nothing was coded.
pub const BLANK: &str = "#D9D9D9";

/// How a segment is filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Fill {
    colour: &'static str,
    /// 0 plain, then stripes, dots, upright lines, a grid.
    pattern: usize,
}

impl Fill {
    /// The fill of a detail: the colour of its class, the pattern of its place in it.
    pub fn of(class: usize, detail: usize) -> Fill {
        // The first four are apart in grey; later ones begin with another pattern.
        Fill { colour: CLASSES[class % CLASSES.len()], pattern: (detail + 4 * (class / 4)) % 5 }
    }

    /// The fill of what has no class: no answer, then what cannot be coded.
    pub fn of_no_class(number: usize) -> Fill {
        Fill { colour: NO_CLASS[number % NO_CLASS.len()], pattern: usize::from(number.is_multiple_of(2)) }
    }

    fn is_dark(&self) -> bool {
        ["#000000", "#0072B2", "#D55E00"].contains(&self.colour)
    }

    /// Defines the pattern, where there is one, and gives what a shape is filled with.
    pub fn define(&self, svg: &mut Svg, id: &str) -> String {
        let (ground, ink) = (self.colour, if self.is_dark() { "#FFFFFF" } else { "#333333" });
        let lines = match self.pattern {
            0 => return ground.into(),
            1 => {
                format!(r#"<path d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4" stroke="{ink}" stroke-width="1.6"/>"#)
            }
            2 => format!(
                r#"<circle cx="2" cy="2" r="1.3" fill="{ink}"/><circle cx="6" cy="6" r="1.3" fill="{ink}"/>"#
            ),
            3 => format!(r#"<path d="M2,0 v8 M6,0 v8" stroke="{ink}" stroke-width="1.2"/>"#),
            _ => format!(r#"<path d="M0,4 h8 M4,0 v8" stroke="{ink}" stroke-width="1.2"/>"#),
        };
        svg.raw(&format!(
            r#"<pattern id="{id}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="{ground}"/>{lines}</pattern>"#
        ));
        format!("url(#{id})")
    }
}

/// Draws the marker of a group: shape and colour both tell it.
pub fn marker(svg: &mut Svg, group: usize, (x, y): (f64, f64)) {
    let fill = GROUPS[group % GROUPS.len()];
    let r = 4.6;
    match group % 5 {
        0 => svg.circle((x, y), r - 0.2, fill, "#222222"),
        1 => svg.rect([x - r + 0.6, y - r + 0.6, 2.0 * r - 1.2, 2.0 * r - 1.2], fill, "#222222"),
        2 => svg.polygon(
            &[(x, y - r - 0.8), (x + r + 0.4, y + r * 0.8), (x - r - 0.4, y + r * 0.8)],
            fill,
            "#222222",
        ),
        3 => svg.polygon(&[(x, y - r - 1.0), (x + r, y), (x, y + r + 1.0), (x - r, y)], "#FFFFFF", fill),
        _ => svg.circle((x, y), r - 0.6, "#FFFFFF", fill),
    }
}
