//! Where text stands on a page.

/// A transformation of the plane: a, b, c, d, e, f of ISO 32000.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub(super) [f32; 6]);

impl Matrix {
    pub(super) const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This one, then another.
    pub(super) fn then(self, other: Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [oa, ob, oc, od, oe, of] = other.0;
        Self([
            a * oa + b * oc,
            a * ob + b * od,
            c * oa + d * oc,
            c * ob + d * od,
            e * oa + f * oc + oe,
            e * ob + f * od + of,
        ])
    }

    /// Another place in the same plane.
    pub(super) fn moved(self, x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }

    fn origin(self) -> (f32, f32) {
        let [.., x, y] = self.0;
        (x, y)
    }

    /// How long something of length 1 along the line becomes.
    fn scale(self) -> f32 {
        let [a, b, ..] = self.0;
        a.hypot(b)
    }
}

/// How two pieces of text follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// As if they were one.
    None,
    /// With the room of a space between.
    Space,
    /// With more, as between the columns of a table.
    Wide,
    /// On another line, or before the first.
    Line,
}

/// Where the last text ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// Where its line goes on, and in which direction.
    pub(super) matrix: Matrix,
    /// The size of its letters, in units of its line.
    pub(super) size: f32,
    /// How much of the way to the next text was guessed, as widths are, in the same units.
    pub(super) guessed: f32,
}

impl End {
    /// How text that starts at `next` follows.
    pub(super) fn gap(&self, next: Matrix) -> Gap {
        let scale = self.matrix.scale();
        let size = self.size.abs() * scale;
        if !(size.is_finite() && size > 0.0) {
            return Gap::Line;
        }
        let ((x, y), (next_x, next_y)) = (self.matrix.origin(), next.origin());
        let (dx, dy) = ((next_x - x) / size, (next_y - y) / size);
        let [a, b, ..] = self.matrix.0;
        let (ux, uy) = (a / scale, b / scale);
        let along = dx * ux + dy * uy;
        let across = dy * ux - dx * uy;
        let doubt = (self.guessed.abs() / self.size.abs() * 0.1).min(2.0);
        if !(along.is_finite() && across.is_finite()) || across.abs() > 0.5 {
            Gap::Line
        } else if along > 1.0 + doubt {
            Gap::Wide
        } else if along > 0.2 + doubt {
            Gap::Space
        } else if along < -(1.0 + doubt * 2.0) {
            Gap::Line
        } else {
            Gap::None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f32, y: f32) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    #[test]
    fn gaps() {
        let end = End {
            matrix: at(100.0, 700.0),
            size: 10.0,
            guessed: 20.0,
        };
        assert_eq!(end.gap(at(100.5, 700.0)), Gap::None);
        assert_eq!(end.gap(at(98.0, 700.0)), Gap::None, "widths are guessed");
        assert_eq!(end.gap(at(106.0, 700.0)), Gap::Space);
        assert_eq!(end.gap(at(140.0, 700.0)), Gap::Wide);
        assert_eq!(end.gap(at(100.0, 688.0)), Gap::Line);
        assert_eq!(end.gap(at(20.0, 700.0)), Gap::Line);
        assert_eq!(end.gap(at(f32::NAN, 700.0)), Gap::Line);
    }

    #[test]
    fn turned_lines_go_their_own_way() {
        let up = |y| Matrix([0.0, 1.0, -1.0, 0.0, 50.0, y]);
        let end = End {
            matrix: up(100.0),
            size: 10.0,
            guessed: 20.0,
        };
        assert_eq!(end.gap(up(101.0)), Gap::None);
        assert_eq!(end.gap(up(150.0)), Gap::Wide);
    }

    #[test]
    fn moves_are_in_the_plane_of_the_line() {
        let double = Matrix([2.0, 0.0, 0.0, 2.0, 10.0, 10.0]);
        assert_eq!(
            double.moved(1.0, 3.0),
            Matrix([2.0, 0.0, 0.0, 2.0, 12.0, 16.0])
        );
    }
}
